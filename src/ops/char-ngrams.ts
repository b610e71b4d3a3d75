import { bool, integer, numbers } from '../json/shape.js'
import { charNgrams as all, charNgramsInWords } from '../text/char-ngrams.js'
import { defineOp, type Op } from './op.js'
import { rangesOf } from './text-tables.js'

/**
 * char_ngrams, version 1: every run of `min` to `max` code points, after runs of two and more white spaces became one space;
 * with `words` inside each word with a space before and after it, the whole of a word that is too short once.
 *
 * `space` has the ranges of white space. Null refuses the row, and so do more tokens than the limit allows.
 */
export const charNgrams: Op = /* @__PURE__ */ defineOp({
  name: 'char_ngrams',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['tokens'] }],
  attrs: {
    min: /* @__PURE__ */ integer(1, 64),
    max: /* @__PURE__ */ integer(1, 64),
    words: bool,
    space: /* @__PURE__ */ numbers(['space', 'pair']),
  },
  bind({ min, max, words, space }, _, fail, widths, _at, { tokens: most }) {
    if (max < min) fail(['attrs', 'max'], `expected at least ${min}, got ${max}`)
    const set = rangesOf(space, ['attrs', 'space'], fail, widths)
    const find = words ? charNgramsInWords : all
    return {
      outputs: [{ kind: 'tokens', width: 1 }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const given = x.data[x.offset + row * x.stride]!
          const found: string[] = []
          if (given === null) reject(row, 'a text', given)
          else if (!find(given, set, min, max, found, most)) reject(row, `a text of at most ${most} tokens`, given)
          y.data[y.offset + row * y.stride] = found
        }
      },
    }
  },
})
