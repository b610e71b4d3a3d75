import { createMatcher, type Matcher } from './pattern/match.js'
import { parsePattern } from './pattern/parse.js'
import { compileTree } from './pattern/program.js'
import { setOf, category } from './pattern/sets.js'
import type { PatternTables, Refuse } from './pattern/tree.js'
import { findRuns } from './words.js'

/** Patterns that are runs of word characters, with the least length of one. */
const runs: Readonly<Record<string, number>> = { '\\b\\w\\w+\\b': 2, '\\b\\w+\\b': 1, '\\w+': 1, '\\w\\w+': 2 }

/** Finds all that a pattern of spec/text.md matches; patterns of usual word tokens in one pass over the text. */
export function createTokenizer(pattern: string, tables: PatternTables, refuse: Refuse): Matcher['findAll'] {
  const { tree, flags, groups } = parsePattern(pattern, tables, refuse)
  const word = setOf(category('w', flags, tables)!)
  const plain = pattern.startsWith('(?u)') ? pattern.slice(4) : pattern
  if (Object.hasOwn(runs, plain)) {
    const min = runs[plain]!
    return (text, tokens, _, most) => {
      findRuns(text, word, min, tokens)
      return tokens.length <= most
    }
  }
  return createMatcher(compileTree(tree, refuse), word, groups > 0).findAll
}
