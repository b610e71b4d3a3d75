import type { CategoryList } from '../json/shape.js'
import { rangesFault, setOfRanges, type CodePointSet } from '../text/code-point-set.js'
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

/** Of each code point of the attribute's texts the others of the same text. */
export function foldMap(texts: readonly string[]): ReadonlyMap<number, readonly number[]> {
  const fold = new Map<number, readonly number[]>()
  for (const text of texts) {
    const points = Array.from(text, (c) => c.codePointAt(0)!)
    for (const point of points)
      fold.set(
        point,
        points.filter((other) => other !== point),
      )
  }
  return fold
}
