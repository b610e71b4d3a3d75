import { numbers, strings, text, type Decoded } from '../json/shape.js'
import { parsePattern } from '../text/pattern/parse.js'
import type { PatternTables } from '../text/pattern/tree.js'
import { createTokenizer } from '../text/tokenizer.js'
import type { Fail } from './op.js'
import { foldMap, rangesOf } from './text-tables.js'

type Ranges<N extends string> = ReturnType<typeof numbers<readonly [N, 'pair']>>

type PatternShape = {
  readonly pattern: ReturnType<typeof text>
  readonly word: Ranges<'word'>
  readonly digit: Ranges<'digit'>
  readonly space: Ranges<'space'>
  readonly fold: ReturnType<typeof strings<false>>
}

/** A pattern of the subset of spec/text.md, with the sets that its categories stand for. */
export const patternAttrs: PatternShape = {
  pattern: /* @__PURE__ */ text(),
  word: /* @__PURE__ */ numbers(['word', 'pair']),
  digit: /* @__PURE__ */ numbers(['digit', 'pair']),
  space: /* @__PURE__ */ numbers(['space', 'pair']),
  fold: /* @__PURE__ */ strings({ nulls: false, min: 0 }),
}

type PatternAttrs = { readonly [K in keyof PatternShape]: Decoded<PatternShape[K]> }

/** The sets, checked. */
export function patternTables(
  { word, digit, space, fold }: PatternAttrs,
  fail: Fail,
  widths: ReadonlyMap<string, number>,
): PatternTables {
  return {
    word: rangesOf(word, ['attrs', 'word'], fail, widths),
    digit: rangesOf(digit, ['attrs', 'digit'], fail, widths),
    space: rangesOf(space, ['attrs', 'space'], fail, widths),
    fold: foldMap(fold, fail),
  }
}

/** What a pattern matches in a text, or its group; null where that takes more than `steps`. */
export type FindAll = (text: string) => readonly string[] | null

/** Where the flags before a pattern end. */
function flagsEnd(pattern: string): number {
  let end = 0
  while (pattern.startsWith('(?', end) && 'aimsu'.includes(pattern[end + 2] ?? '-')) end = pattern.indexOf(')', end) + 1
  return end
}

/** What is asked of a pattern: what it is put between, how many groups it may have, and whether it may match nothing. */
interface Use {
  readonly around: (groups: number) => readonly [before: string, after: string]
  readonly groups: number
  readonly nothing: boolean
}

/** What finds all that the pattern matches, put between what `use` says, and what it counts as for its memory. */
export function findAllOf(
  attrs: PatternAttrs,
  { around, groups: most, nothing }: Use,
  fail: Fail,
  widths: ReadonlyMap<string, number>,
  steps: number,
): { readonly findAll: FindAll; readonly memory: number } {
  const { pattern } = attrs
  const tables = patternTables(attrs, fail, widths)
  const refuse = (message: string): never => fail(['attrs', 'pattern'], message)
  const { tree, groups } = parsePattern(pattern, tables, refuse)
  if (groups > most) refuse('expected a pattern without a group that captures')
  if (tree.nullable && !nothing) refuse('expected a pattern that can not match nothing')
  const [before, after] = around(groups)
  const end = flagsEnd(pattern)
  const { findAll, memory } = createTokenizer(
    pattern.slice(0, end) + before + pattern.slice(end) + after,
    tables,
    refuse,
  )
  return {
    findAll(text) {
      const found: string[] = []
      return findAll(text, found, steps, Infinity) ? found : null
    },
    memory,
  }
}
