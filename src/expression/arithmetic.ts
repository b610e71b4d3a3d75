import type { Numbers } from './cells.js'

export function copyNumbers(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = x[q]!
}

export function toFloat32(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.fround(x[q]!)
}

export function negate(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = -x[q]!
}

export function add(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! + y[r]!
  }
}

export function subtract(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! - y[r]!
  }
}

export function multiply(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! * y[r]!
  }
}

export function divide(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! / y[r]!
  }
}

/** npy_remainder of https://github.com/numpy/numpy/blob/main/numpy/_core/src/npymath/npy_math_internal.h.src */
export function remainder(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const b = y[r]!
    const mod = x[q]! % b
    z[p] = mod === 0 ? (b < 0 ? -0 : 0) : b < 0 !== mod < 0 ? mod + b : mod
  }
}

/** The quotient that the divided remainder gives, made whole. */
function whole(a: number, b: number, quotient: number): number {
  if (b === 0) return a / b
  if (quotient === 0) return 0 * (a / b)
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

/** npy_floor_divide of the same file. */
export function floorDivide(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    const mod = a % b
    const quotient = (a - mod) / b
    z[p] = whole(a, b, mod !== 0 && b < 0 !== mod < 0 ? quotient - 1 : quotient)
  }
}

/** The same with each operation rounded to float32. */
export function floorDivide32(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    const mod = a % b
    const quotient = Math.fround(Math.fround(a - mod) / b)
    z[p] = whole(a, b, mod !== 0 && b < 0 !== mod < 0 ? Math.fround(quotient - 1) : quotient)
  }
}
