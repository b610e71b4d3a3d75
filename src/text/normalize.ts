import type { CodePointSet } from './code-point-set.js'

const SIGMA = 0x3a3
const FINAL_SIGMA = '\u03c2'
const SMALL_SIGMA = '\u03c3'

/** Full lower-case mapping: what is not in the table is its own; a capital sigma at the end of a word has a form of its own. */
export interface LowerTable {
  readonly map: ReadonlyMap<number, string>
  readonly cased: CodePointSet
  /** Whatever case rules look past. These count as not cased. */
  readonly ignorable: CodePointSet
}

/** Decompositions without combining marks; `keepOther`: what is in no table stays (Hangul is decomposed), else only ASCII does. */
export interface StripTable {
  readonly map: ReadonlyMap<number, string>
  readonly keepOther: boolean
}

/** Whether every code unit is below 128. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 128) return false
  return true
}

const units = /* @__PURE__ */ new Uint16Array(2048)

/** A to Z of an ASCII text as a to z. */
export function lowerAscii(text: string): string {
  let first = 0
  const { length } = text
  while (first < length && (text.charCodeAt(first) - 65) >>> 0 > 25) first++
  if (first === length) return text
  let result = ''
  for (let start = 0; start < length; start += units.length) {
    const count = Math.min(units.length, length - start)
    for (let i = 0; i < count; i++) {
      const unit = text.charCodeAt(start + i)
      units[i] = (unit - 65) >>> 0 <= 25 ? unit + 32 : unit
    }
    result += String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[])
  }
  return result
}

/** The code point before index `end`, of well-formed text. */
function pointBefore(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1)
  return (unit & 0xfc00) === 0xdc00 && end > 1 ? text.codePointAt(end - 2)! : unit
}

const sizeOf = (point: number): number => (point > 0xffff ? 2 : 1)

/** Whether a sigma at `at` ends a word: a cased letter is before it and none after, whatever is ignorable left aside. */
function endsWord(text: string, at: number, { cased, ignorable }: LowerTable): boolean {
  let before = at
  let point = -1
  while (before > 0) {
    point = pointBefore(text, before)
    if (!ignorable.has(point)) break
    before -= sizeOf(point)
    point = -1
  }
  if (point < 0 || !cased.has(point)) return false
  for (let after = at + 1; after < text.length;) {
    point = text.codePointAt(after)!
    if (!ignorable.has(point)) return !cased.has(point)
    after += sizeOf(point)
  }
  return true
}

/** What becomes of each code point by `mapOf` of the one before it, or stays; of a capital sigma, what it is in lower case. */
function mapped(
  text: string,
  table: LowerTable,
  most: number,
  mapOf: (before: number) => ReadonlyMap<number, string>,
): string {
  let result = ''
  for (let i = 0, before = -1; i < text.length && result.length <= most;) {
    const point = text.codePointAt(i)!
    const size = sizeOf(point)
    const known = mapOf(before).get(point)
    if (known !== undefined) result += known
    else if (point === SIGMA) result += endsWord(text, i, table) ? FINAL_SIGMA : SMALL_SIGMA
    else result += text.slice(i, i + size)
    i += size
    before = point
  }
  return result
}

/** Lower case, as Python's str.lower. The result may be longer than `most`, and is then cut short after that. */
export function lower(text: string, table: LowerTable, most: number): string {
  return isAscii(text) ? lowerAscii(text) : mapped(text, table, most, () => table.map)
}

/** A table for what follows a code point of `after`, its own, and `start` for all else. */
export interface CaseTable extends LowerTable {
  readonly start: ReadonlyMap<number, string>
  readonly after: CodePointSet
}

/** Title case and its like. Cut short after `most` as in `lower`. */
export function recase(text: string, table: CaseTable, most: number): string {
  return mapped(text, table, most, (before) => (before >= 0 && table.after.has(before) ? table.map : table.start))
}

/** The letters of a Hangul syllable, decomposed by rule: https://www.unicode.org/versions/latest/core-spec/chapter-3/ */
function decomposeHangul(point: number): string {
  const index = point - 0xac00
  const [lead, vowel, tail] = [Math.floor(index / 588), Math.floor((index % 588) / 28), index % 28]
  const letters = String.fromCharCode(0x1100 + lead, 0x1161 + vowel)
  return tail === 0 ? letters : letters + String.fromCharCode(0x11a7 + tail)
}

/** The text without accents; ASCII is left alone. Cut short after `most` as in `lower`. */
export function stripAccents(text: string, { map, keepOther }: StripTable, most: number): string {
  if (isAscii(text)) return text
  let result = ''
  for (let i = 0; i < text.length && result.length <= most;) {
    const point = text.codePointAt(i)!
    const size = sizeOf(point)
    const known = map.get(point)
    if (known !== undefined) result += known
    else if (keepOther && point >= 0xac00 && point <= 0xd7a3) result += decomposeHangul(point)
    else if (keepOther || point < 128) result += text.slice(i, i + size)
    i += size
  }
  return result
}
