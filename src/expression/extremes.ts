import type { Numbers } from './cells.js'

export function min(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = b < a || b !== b ? b : a
  }
}

export function max(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = b > a || b !== b ? b : a
  }
}

export function fmin(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = b < a || a !== a ? b : a
  }
}

export function fmax(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: y, at: r, step: rs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
    const a = x[q]!
    const b = y[r]!
    z[p] = b > a || a !== a ? b : a
  }
}

/** min(max(x, low), high). */
export function clip(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
  { data: low, at: l, step: ls }: Numbers,
  { data: high, at: h, step: hs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, q += qs, l += ls, h += hs) {
    const a = x[q]!
    const b = low[l]!
    const c = high[h]!
    const raised = b > a || b !== b ? b : a
    z[p] = c < raised || c !== c ? c : raised
  }
}
