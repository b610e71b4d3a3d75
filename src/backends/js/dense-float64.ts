import type { Packed } from './dense.js'

/**
 * out[r][j] = ((0 + a[r][0] b[0][j]) + a[r][1] b[1][j]) + ..., in float64 and in that order for every element; several
 * elements advance side by side.
 */
export function multiply64(
  a: Float64Array,
  start: number,
  rows: number,
  { k, n, data }: Packed<Float64Array>,
  out: Float64Array,
  to: number,
): void {
  const grouped = n - (n % 4)
  for (let j = 0; j < grouped; j += 4) {
    let r = 0
    for (; r + 1 < rows; r += 2) pairOfRows(a, start + r * k, k, data, j * k, out, to + r * n + j, n)
    if (r === rows) continue
    if (rows === 1 && j + 4 < grouped) {
      pairOfGroups(a, start, k, data, j * k, out, to + j)
      j += 4
    } else oneRow(a, start + r * k, k, data, j * k, out, to + r * n + j)
  }
  for (let j = grouped; j < n; j++) column(a, start, rows, k, data, j * k, out, to + j, n)
}

function pairOfRows(
  a: Float64Array,
  from: number,
  k: number,
  b: Float64Array,
  panel: number,
  out: Float64Array,
  to: number,
  n: number,
): void {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let t0 = 0
  let t1 = 0
  let t2 = 0
  let t3 = 0
  for (let i = 0, p = panel; i < k; i++, p += 4) {
    const x = a[from + i]!
    const y = a[from + k + i]!
    s0 += x * b[p]!
    s1 += x * b[p + 1]!
    s2 += x * b[p + 2]!
    s3 += x * b[p + 3]!
    t0 += y * b[p]!
    t1 += y * b[p + 1]!
    t2 += y * b[p + 2]!
    t3 += y * b[p + 3]!
  }
  out[to] = s0
  out[to + 1] = s1
  out[to + 2] = s2
  out[to + 3] = s3
  out[to + n] = t0
  out[to + n + 1] = t1
  out[to + n + 2] = t2
  out[to + n + 3] = t3
}

function pairOfGroups(
  a: Float64Array,
  from: number,
  k: number,
  b: Float64Array,
  panel: number,
  out: Float64Array,
  to: number,
): void {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let t0 = 0
  let t1 = 0
  let t2 = 0
  let t3 = 0
  for (let i = 0, p = panel, q = panel + 4 * k; i < k; i++, p += 4, q += 4) {
    const x = a[from + i]!
    s0 += x * b[p]!
    s1 += x * b[p + 1]!
    s2 += x * b[p + 2]!
    s3 += x * b[p + 3]!
    t0 += x * b[q]!
    t1 += x * b[q + 1]!
    t2 += x * b[q + 2]!
    t3 += x * b[q + 3]!
  }
  out[to] = s0
  out[to + 1] = s1
  out[to + 2] = s2
  out[to + 3] = s3
  out[to + 4] = t0
  out[to + 5] = t1
  out[to + 6] = t2
  out[to + 7] = t3
}

function oneRow(
  a: Float64Array,
  from: number,
  k: number,
  b: Float64Array,
  panel: number,
  out: Float64Array,
  to: number,
): void {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = 0, p = panel; i < k; i++, p += 4) {
    const x = a[from + i]!
    s0 += x * b[p]!
    s1 += x * b[p + 1]!
    s2 += x * b[p + 2]!
    s3 += x * b[p + 3]!
  }
  out[to] = s0
  out[to + 1] = s1
  out[to + 2] = s2
  out[to + 3] = s3
}

/** One column of the right matrix, four rows of the left at a time. */
function column(
  a: Float64Array,
  start: number,
  rows: number,
  k: number,
  b: Float64Array,
  panel: number,
  out: Float64Array,
  to: number,
  n: number,
): void {
  let r = 0
  for (; r + 3 < rows; r += 4) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let i = 0, from = start + r * k; i < k; i++, from++) {
      const w = b[panel + i]!
      s0 += a[from]! * w
      s1 += a[from + k]! * w
      s2 += a[from + 2 * k]! * w
      s3 += a[from + 3 * k]! * w
    }
    out[to + r * n] = s0
    out[to + (r + 1) * n] = s1
    out[to + (r + 2) * n] = s2
    out[to + (r + 3) * n] = s3
  }
  for (; r < rows; r++) {
    let sum = 0
    for (let i = 0, from = start + r * k; i < k; i++, from++) sum += a[from]! * b[panel + i]!
    out[to + r * n] = sum
  }
}
