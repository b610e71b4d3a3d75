import type { Numbers } from './cells.js'

export function equal(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! === y[r]! ? 1 : 0
  }
}

export function notEqual(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! === y[r]! ? 0 : 1
  }
}

export function less(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! < y[r]! ? 1 : 0
  }
}

export function lessOrEqual(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! <= y[r]! ? 1 : 0
  }
}

export function greater(n: number, z: Numbers, x: Numbers, y: Numbers): void {
  less(n, z, y, x)
}

export function greaterOrEqual(n: number, z: Numbers, x: Numbers, y: Numbers): void {
  lessOrEqual(n, z, y, x)
}

export function not(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = 1 - x[q]!
}

export function and(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! * y[r]!
  }
}

export function or(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    z[p] = x[q]! > y[r]! ? x[q]! : y[r]!
  }
}

export function missing(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    z[p] = Number.isNaN(x[q]!) ? 1 : 0
  }
}

export function finite(n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Numbers): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    z[p] = Number.isFinite(x[q]!) ? 1 : 0
  }
}

/** Whether x is in `list.data`, which is in ascending order; NaN is in none. */
export function within(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: list }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    const a = x[q]!
    let low = 0
    for (let high = list.length; low < high;) {
      const middle = (low + high) >> 1
      if (list[middle]! < a) low = middle + 1
      else high = middle
    }
    z[p] = list[low] === a ? 1 : 0
  }
}

export function select(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: c, at: o, step: os }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, o += os, q += qs, r += rs) {
    z[p] = c[o] === 1 ? x[q]! : y[r]!
  }
}
