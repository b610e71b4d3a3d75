import type { CodePointSet } from './code-point-set.js'
import { createMatcher, type Matcher } from './pattern/match.js'
import { parsePattern } from './pattern/parse.js'
import { compileTree } from './pattern/program.js'
import { category, setOf } from './pattern/sets.js'
import type { PatternTables, Refuse } from './pattern/tree.js'
import { findRuns } from './words.js'

/** Patterns that are runs of word characters, with the least length of one. */
const runs: Readonly<Record<string, number>> = { '\\b\\w\\w+\\b': 2, '\\b\\w+\\b': 1, '\\w+': 1, '\\w\\w+': 2 }

/** Operations that an instruction of a pattern counts as, for its memory. */
const stepsPerInstruction = 128
/** The same of a code point of `fold`. */
const stepsPerFold = 64

export interface Tokenizer {
  readonly findAll: Matcher['findAll']
  /** Operations that the pattern counts as, for its memory. */
  readonly memory: number
  /** For a pattern that is words: what they are of, and how many code points they have at least. */
  readonly words: { readonly set: CodePointSet; readonly least: number } | null
}

/** Finds words in one pass over the text; null for a pattern that is anything else. */
export function wordTokenizer(pattern: string, { word, fold }: PatternTables): Tokenizer | null {
  const plain = pattern.startsWith('(?u)') ? pattern.slice(4) : pattern
  if (!Object.hasOwn(runs, plain)) return null
  const least = runs[plain]!
  return {
    findAll(text, tokens, _, most) {
      findRuns(text, word, least, tokens)
      return tokens.length <= most
    },
    memory: 1 + fold.size * stepsPerFold,
    words: { set: word, least },
  }
}

/** Finds all that a pattern of spec/text.md matches. */
export function createTokenizer(pattern: string, tables: PatternTables, refuse: Refuse): Tokenizer {
  const words = wordTokenizer(pattern, tables)
  if (words !== null) return words
  const { tree, flags, groups } = parsePattern(pattern, tables, refuse)
  const program = compileTree(tree, refuse)
  const { findAll } = createMatcher(program, setOf(category('w', flags, tables)!), groups > 0)
  return { findAll, memory: program.length * stepsPerInstruction + tables.fold.size * stepsPerFold, words: null }
}
