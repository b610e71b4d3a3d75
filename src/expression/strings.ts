import type { Numbers, Strings } from './cells.js'

/** A UTF-16 unit, so moved that units order as the code points they are of: surrogates above all others. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

function isLess(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) < rank(y)
  }
  return a.length < b.length
}

export function copyStrings(
  n: number,
  { data: z, at: p, step: ps }: Strings,
  { data: x, at: q, step: qs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = x[q]!
}

export function equalStrings(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: y, at: r, step: rs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    z[p] = a !== null && a === y[r]! ? 1 : 0
  }
}

export function notEqualStrings(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: y, at: r, step: rs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    z[p] = a !== null && a === y[r]! ? 0 : 1
  }
}

export function lessString(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: y, at: r, step: rs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = a !== null && b !== null && isLess(a, b) ? 1 : 0
  }
}

export function lessOrEqualString(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: y, at: r, step: rs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = a !== null && b !== null && !isLess(b, a) ? 1 : 0
  }
}

export function greaterString(n: number, z: Numbers, x: Strings, y: Strings): void {
  lessString(n, z, y, x)
}

export function greaterOrEqualString(n: number, z: Numbers, x: Strings, y: Strings): void {
  lessOrEqualString(n, z, y, x)
}

export function missingString(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) z[p] = x[q] === null ? 1 : 0
}

/** Whether x is in `list.data`, which is in ascending order of UTF-16 units; null is in none. */
export function withinStrings(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: list }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs) {
    const a = x[q]!
    let low = 0
    for (let high = a === null ? 0 : list.length; low < high;) {
      const middle = (low + high) >> 1
      if (list[middle]! < a!) low = middle + 1
      else high = middle
    }
    z[p] = a !== null && list[low] === a ? 1 : 0
  }
}

export function selectStrings(
  n: number,
  { data: z, at: p, step: ps }: Strings,
  { data: c, at: o, step: os }: Numbers,
  { data: x, at: q, step: qs }: Strings,
  { data: y, at: r, step: rs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, o += os, q += qs, r += rs) {
    z[p] = c[o] === 1 ? x[q]! : y[r]!
  }
}
