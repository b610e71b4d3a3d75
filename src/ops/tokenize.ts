import type { PatternTables, Refuse } from '../text/pattern/tree.js'
import { createTokenizer, wordTokenizer, type Tokenizer } from '../text/tokenizer.js'
import { defineOp, type Op } from './op.js'
import { patternAttrs, patternTables } from './pattern.js'

/**
 * tokenize, version 1: y = re.findall(pattern, x), of the group where the pattern has one.
 *
 * The pattern is of the subset of Python's re in spec/text.md; `word`, `digit` and `space` are the ranges of code points
 * that \w, \d and \s stand for, `fold` has texts of code points that are equal when case is ignored. Null refuses the row;
 * so do more tokens, and more steps of matching, than the limits allow.
 */
/* @__NO_SIDE_EFFECTS__ */ function opOf(
  create: (pattern: string, tables: PatternTables, refuse: Refuse) => Tokenizer,
): Op {
  return defineOp({
    name: 'tokenize',
    version: 1,
    inputs: [{ kinds: ['string'], width: 1 }],
    outputs: [{ kinds: ['tokens'] }],
    attrs: patternAttrs,
    searches: true,
    bind(attrs, _, fail, widths, _at, { tokens: most, steps }) {
      const tables = patternTables(attrs, fail, widths)
      const { findAll, words, memory } = create(attrs.pattern, tables, (message) => fail(['attrs', 'pattern'], message))
      return {
        outputs: [{ kind: 'tokens', width: 1 }],
        steps: memory,
        ...(words && { text: { does: 'words', word: words.set.ascii, least: words.least } }),
        run([x], [y], rows, reject) {
          for (let row = 0; row < rows; row++) {
            const given = x.data[x.offset + row * x.stride]!
            const found: string[] = []
            if (given === null) reject(row, 'a text', given)
            else if (!findAll(given, found, steps, most)) {
              reject(row, `a text of at most ${most} tokens, found in at most ${steps} steps`, given)
            }
            y.data[y.offset + row * y.stride] = found
          }
        },
      }
    },
  })
}

export const tokenize: Op = /* @__PURE__ */ opOf(createTokenizer)

/** The same op in less code, for patterns that are words: `\w+`, `\w\w+` and these between `\b`. Refuses others. */
export const tokenizeWords: Op = /* @__PURE__ */ opOf(
  (pattern, tables, refuse) =>
    wordTokenizer(pattern, tables) ?? refuse('expected a pattern that is words: `tokenizeWords` takes no other'),
)
