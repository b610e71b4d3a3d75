import type { CategoryList } from '../json/shape.js'
import { rangesFault, setOfRanges, type CodePointSet } from '../text/code-point-set.js'
import type { LowerTable } from '../text/normalize.js'
import type { Fail } from './op.js'

/** The set of an attribute of code point ranges, whose second axis is called `pair`. */
export function rangesOf(
  pairs: Float64Array,
  path: readonly (string | number)[],
  fail: Fail,
  widths: ReadonlyMap<string, number>,
): CodePointSet {
  const pair = widths.get('pair') ?? 2
  const fault = pair === 2 ? rangesFault(pairs) : `expected pairs of code points, got ${pair}`
  if (fault !== null) fail(path, fault)
  return setOfRanges(pairs)
}

/** The map of an attribute of single code points and what each becomes. */
export function pointMap(
  from: readonly string[],
  to: readonly string[],
  path: readonly (string | number)[],
  fail: Fail,
): ReadonlyMap<number, string> {
  if (to.length !== from.length) fail([...path, 'to'], `expected ${from.length} texts, got ${to.length}`)
  return new Map(
    from.map((text, i) => {
      const point = text.codePointAt(0) ?? -1
      if (point < 0 || String.fromCodePoint(point) !== text) fail([...path, 'from', i], 'expected one character')
      return [point, to[i]!]
    }),
  )
}

/** The list, all strings. */
export function textsOf(list: CategoryList, path: readonly (string | number)[], fail: Fail): readonly string[] {
  list.forEach((item: unknown, i) => {
    if (typeof item !== 'string') fail([...path, i], `expected a string, got ${String(item)}`)
  })
  return list as readonly string[]
}

/** Characters that may be equal when case is ignored: Unicode has four at most. */
const mostEqual = 16

/** Of each code point of the attribute's texts those of the same text. */
export function foldMap(texts: readonly string[], fail: Fail): ReadonlyMap<number, readonly number[]> {
  const fold = new Map<number, readonly number[]>()
  texts.forEach((text, i) => {
    const wrong = (expected: string): never => fail(['attrs', 'fold', i], `expected ${expected}`)
    if (text.length > mostEqual) wrong(`at most ${mostEqual} characters`)
    const points = Array.from(text, (c) => c.codePointAt(0)!)
    for (const point of points) {
      if (fold.has(point)) wrong('characters that no text has yet')
      fold.set(point, points)
    }
  })
  return fold
}

/** What lower case looks at around a capital sigma. */
export function sigmaRules(
  { cased, ignorable }: { readonly cased: Float64Array; readonly ignorable: Float64Array },
  path: readonly string[],
  fail: Fail,
  widths: ReadonlyMap<string, number>,
): Pick<LowerTable, 'cased' | 'ignorable'> {
  const rules = {
    cased: rangesOf(cased, [...path, 'cased'], fail, widths),
    ignorable: rangesOf(ignorable, [...path, 'ignorable'], fail, widths),
  }
  // Where a sigma ends what another looks past, all of them look past each unit twice at most.
  if (rules.ignorable.has(0x3a3)) fail([...path, 'ignorable'], 'expected code points other than U+03A3')
  return rules
}
