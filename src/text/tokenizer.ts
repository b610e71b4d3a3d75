import type { CodePointSet } from './code-point-set.js'
import { createMatcher, type Matcher } from './pattern/match.js'
import { parsePattern } from './pattern/parse.js'
import { compileTree } from './pattern/program.js'
import { setOf, category } from './pattern/sets.js'
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

/** Finds all that a pattern of spec/text.md matches; patterns of usual word tokens in one pass over the text. */
export function createTokenizer(pattern: string, tables: PatternTables, refuse: Refuse): Tokenizer {
  const { tree, flags, groups } = parsePattern(pattern, tables, refuse)
  const folded = tables.fold.size * stepsPerFold
  const set = setOf(category('w', flags, tables)!)
  const plain = pattern.startsWith('(?u)') ? pattern.slice(4) : pattern
  if (!Object.hasOwn(runs, plain)) {
    const program = compileTree(tree, refuse)
    const { findAll } = createMatcher(program, set, groups > 0)
    return { findAll, memory: program.length * stepsPerInstruction + folded, words: null }
  }
  const least = runs[plain]!
  return {
    findAll(text, tokens, _, most) {
      findRuns(text, set, least, tokens)
      return tokens.length <= most
    },
    memory: 1 + folded,
    words: { set, least },
  }
}
