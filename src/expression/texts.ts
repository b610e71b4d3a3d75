import { parseDatetime } from '../text/datetime.js'
import { parseNumber } from '../text/number.js'
import { indexOf, placesOf } from '../text/search.js'
import type { Kernel, Numbers, Strings } from './cells.js'

/** The widest that `zfill` makes a text. */
const maxWidth = 1_000

/** A number of each text; NaN for null. */
/* @__NO_SIDE_EFFECTS__ */ export function numberOf(f: (text: string) => number): Kernel {
  return (n: number, { data: z, at: p, step: ps }: Numbers, { data: x, at: q, step: qs }: Strings) => {
    for (let i = 0; i < n; i++, p += ps, q += qs) {
      const text = x[q]!
      z[p] = text === null ? NaN : f(text)
    }
  }
}

/** A number of each pair of texts, or `none` where one of them is null. */
/* @__NO_SIDE_EFFECTS__ */ export function ofPair(none: number, f: (text: string, other: string) => number): Kernel {
  return (
    n: number,
    { data: z, at: p, step: ps }: Numbers,
    { data: x, at: q, step: qs }: Strings,
    { data: y, at: r, step: rs }: Strings,
  ) => {
    for (let i = 0; i < n; i++, p += ps, q += qs, r += rs) {
      const text = x[q]!
      const other = y[r]!
      z[p] = text === null || other === null ? none : f(text, other)
    }
  }
}

/** A text, or null, of each text and two more operands; null where one of the three is missing. */
/* @__NO_SIDE_EFFECTS__ */ export function textOf<A extends string | number, B extends string | number>(
  f: (text: string, a: A, b: B) => string | null,
): Kernel {
  return (n, { data: z, at: p, step: ps }, { data: x, at: q, step: qs }, y, w) => {
    const target = z as Strings['data']
    for (let i = 0, r = y.at, o = w.at; i < n; i++, p += ps, q += qs, r += y.step, o += w.step) {
      const text = x[q] as string | null
      const a = y.data[r] as A | null
      const b = w.data[o] as B | null
      target[p] = text === null || a === null || b === null || a !== a || b !== b ? null : f(text, a, b)
    }
  }
}

/** x where c is true, else NaN. */
export function whenNumbers(
  n: number,
  { data: z, at: p, step: ps }: Numbers,
  { data: c, at: o, step: os }: Numbers,
  { data: x, at: q, step: qs }: Numbers,
): void {
  for (let i = 0; i < n; i++, p += ps, o += os, q += qs) z[p] = c[o] === 1 ? x[q]! : NaN
}

/** x where c is true, else null. */
export function whenStrings(
  n: number,
  { data: z, at: p, step: ps }: Strings,
  { data: c, at: o, step: os }: Numbers,
  { data: x, at: q, step: qs }: Strings,
): void {
  for (let i = 0; i < n; i++, p += ps, o += os, q += qs) z[p] = c[o] === 1 ? x[q]! : null
}

/** How many code points there are; the text has no lone surrogates. */
export function length(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--
  return count
}

export const contains = (text: string, other: string): number => (indexOf(text, other) < 0 ? 0 : 1)
export const startsWith = (text: string, other: string): number => (text.startsWith(other) ? 1 : 0)
export const endsWith = (text: string, other: string): number => (text.endsWith(other) ? 1 : 0)

/** The code points before the first `other`, or -1. */
export function find(text: string, other: string): number {
  const at = indexOf(text, other)
  return at < 0 ? -1 : length(text.slice(0, at))
}

/** How often `other` is there, one after the other; an empty one is between all code points and at both ends. */
export function count(text: string, other: string): number {
  return other === '' ? length(text) + 1 : placesOf(text, other).length
}

/** Whether a code point is in `set`, which is looked through each time only where it is short. */
function membership(set: string): (point: string) => boolean {
  if (set.length <= 16) return (point) => set.includes(point)
  const points = new Set(set)
  return (point) => points.has(point)
}

const spaces = ' \t\n\r\f\v'

/** The number that a text says, ASCII spaces around it left out; NaN for other text. */
export function toNumber(text: string): number {
  return parseNumber(trimEnd(trimStart(text, spaces), spaces)) ?? NaN
}

export const datetime = (text: string): number => parseDatetime(text, false) ?? NaN
export const instant = (text: string): number => parseDatetime(text, true) ?? NaN

/** The code points from `start` to before `end`, counted from the end where they are negative. */
export function slice(text: string, start: number, end: number): string {
  if (length(text) === text.length) return text.slice(start, end)
  return Array.from(text).slice(start, end).join('')
}

/** The text without the code points of `set` at its start. */
export function trimStart(text: string, set: string): string {
  const has = membership(set)
  let at = 0
  while (at < text.length) {
    const point = String.fromCodePoint(text.codePointAt(at)!)
    if (!has(point)) break
    at += point.length
  }
  return text.slice(at)
}

/** The text without the code points of `set` at its end. */
export function trimEnd(text: string, set: string): string {
  const has = membership(set)
  let end = text.length
  while (end > 0) {
    const low = (text.charCodeAt(end - 1) & 0xfc00) === 0xdc00
    const point = text.slice(low ? end - 2 : end - 1, end)
    if (!has(point)) break
    end -= point.length
  }
  return text.slice(0, end)
}

export const trim = (text: string, set: string): string => trimEnd(trimStart(text, set), set)

/** Piece `index` of what lies between the separators, from the end where it is negative; null where there is none. */
export function part(text: string, separator: string, index: number): string | null {
  if (separator === '') return null
  const places = placesOf(text, separator)
  const piece = Math.trunc(index) + (index <= -1 ? places.length + 1 : 0)
  if (!(piece >= 0 && piece <= places.length)) return null
  return text.slice(piece === 0 ? 0 : places[piece - 1]! + separator.length, places[piece])
}

/** With zeros after a sign until there are `width` code points, at most 1,000. */
export function zfill(text: string, width: number): string {
  const gap = Math.min(width, maxWidth) - length(text)
  const signed = text.startsWith('-') || text.startsWith('+') ? 1 : 0
  return gap < 1 ? text : text.slice(0, signed) + '0'.repeat(Math.floor(gap)) + text.slice(signed)
}
