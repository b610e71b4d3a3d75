import { setOfRanges, type CodePointSet } from '../code-point-set.js'
import type { Flags, PatternTables } from './tree.js'

type Has = (point: number) => boolean

/** A set by its rule, with the answers below 128 kept. */
export function setOf(has: Has): CodePointSet {
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => (has(point) ? 1 : 0))
  return { ascii, has: (point) => (point < 128 ? ascii[point] === 1 : has(point)) }
}

/** A member of a class: the code points from `first` to `last`, or the category of a letter such as w. */
export type Item = { readonly first: number; readonly last: number } | { readonly category: string }

/** The class of `items`; where case is ignored, also what is equal to one of its characters. */
export function classOf(items: readonly Item[], negated: boolean, flags: Flags, tables: PatternTables): CodePointSet {
  const pairs: number[] = []
  const letters = new Set<string>()
  const ranges = items.flatMap((item) => ('category' in item ? (letters.add(item.category), []) : [item]))
  for (const { first, last } of ranges.sort((a, b) => a.first - b.first)) {
    const end = pairs.length - 1
    if (end >= 0 && first <= pairs[end]!) pairs[end] = Math.max(pairs[end]!, last)
    else pairs.push(first, last)
  }
  const among: Has = setOfRanges(pairs).has
  const categories = Array.from(letters, (letter) => category(letter, flags, tables)!)
  const plain: Has = (point) => among(point) || categories.some((has) => has(point))
  const has: Has = flags.ignoreCase ? (point) => plain(point) || (tables.fold.get(point)?.some(among) ?? false) : plain
  return setOf(negated ? (point) => !has(point) : has)
}

const between =
  (low: number, high: number): Has =>
  (point) =>
    point >= low && point <= high
const asciiDigit = /* @__PURE__ */ between(48, 57)
const asciiSpace: Has = (point) => point === 32 || (point >= 9 && point <= 13)
const asciiWord: Has = (point) =>
  asciiDigit(point) || (point >= 65 && point <= 90) || (point >= 97 && point <= 122) || point === 95

/** The category that an escape such as `w` or `W` stands for, or null. */
export function category(letter: string, { ascii }: Flags, { word, digit, space }: PatternTables): Has | null {
  const known: Readonly<Record<string, Has>> = ascii
    ? { w: asciiWord, d: asciiDigit, s: asciiSpace }
    : { w: word.has, d: digit.has, s: space.has }
  const lower = letter.charCodeAt(0) < 97 ? String.fromCharCode(letter.charCodeAt(0) + 32) : letter
  const has = Object.hasOwn(known, lower) ? known[lower]! : null
  return has === null || lower === letter ? has : (point) => !has(point)
}
