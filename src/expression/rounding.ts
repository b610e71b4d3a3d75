import type { Kernel, Numbers } from './cells.js'

export function absolute(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.abs(x[q]!)
}

export function squareRoot(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.sqrt(x[q]!)
}

export function floor(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.floor(x[q]!)
}

export function ceil(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.ceil(x[q]!)
}

export function truncate(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = Math.trunc(x[q]!)
}

const twoTo52 = 4503599627370496

/** Half to even: adding 2^52 leaves no bits for a fraction, so the sum itself is rounded. */
export function round(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    const a = x[q]!
    if (a > 0 && a < twoTo52) z[p] = a + twoTo52 - twoTo52
    else if (a < 0 && a > -twoTo52) z[p] = -(twoTo52 - a - twoTo52)
    else z[p] = a
  }
}

export function sign(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    const a = x[q]!
    z[p] = a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : NaN
  }
}

/** The kernel of a function of one number. */
/* @__NO_SIDE_EFFECTS__ */ export function each(f: (x: number) => number): Kernel {
  return (n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers) => {
    for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = f(x[q]!)
  }
}

/** The same of two. */
/* @__NO_SIDE_EFFECTS__ */ export function eachPair(f: (x: number, y: number) => number): Kernel {
  return (
    n: number,
    { data: z, at: p, step: ps }: Numbers,
    { data: x, at: q, step: qs }: Numbers,
    { data: y, at: r, step: rs }: Numbers,
  ) => {
    for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
      z[p] = f(x[q]!, y[r]!)
    }
  }
}
