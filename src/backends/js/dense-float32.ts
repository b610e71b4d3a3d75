import type { Packed } from './dense.js'

/** out[r][j] = ((0 + a[r][0] b[0][j]) + a[r][1] b[1][j]) + ..., in that order, each product and each sum rounded to float32. */
export function multiply32(
  a: Float32Array,
  start: number,
  rows: number,
  { k, n, data }: Packed<Float32Array>,
  out: Float32Array,
  to: number,
): void {
  const { fround } = Math
  const grouped = n - (n % 4)
  for (let r = 0; r < rows; r++) {
    const from = start + r * k
    const target = to + r * n
    for (let j = 0; j < grouped; j += 4) {
      let s0 = fround(0)
      let s1 = fround(0)
      let s2 = fround(0)
      let s3 = fround(0)
      for (let i = 0, p = j * k; i < k; i++, p += 4) {
        const x = a[from + i]!
        s0 = fround(s0 + fround(x * data[p]!))
        s1 = fround(s1 + fround(x * data[p + 1]!))
        s2 = fround(s2 + fround(x * data[p + 2]!))
        s3 = fround(s3 + fround(x * data[p + 3]!))
      }
      out[target + j] = s0
      out[target + j + 1] = s1
      out[target + j + 2] = s2
      out[target + j + 3] = s3
    }
    for (let j = grouped; j < n; j++) {
      let sum = fround(0)
      for (let i = 0, p = j * k; i < k; i++, p++) sum = fround(sum + fround(a[from + i]! * data[p]!))
      out[target + j] = sum
    }
  }
}
