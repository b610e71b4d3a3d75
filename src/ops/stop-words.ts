import { strings } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/** stop_words, version 1: y is x without the tokens that are among `words`. Null stays null. */
export const stopWords: Op = /* @__PURE__ */ defineOp({
  name: 'stop_words',
  version: 1,
  inputs: [{ kinds: ['tokens'], width: 1 }],
  outputs: [{ kinds: ['tokens'] }],
  attrs: { words: /* @__PURE__ */ strings({ nulls: false, min: 0 }) },
  bind({ words }) {
    const dropped = new Set(words)
    return {
      outputs: [{ kind: 'tokens', width: 1 }],
      text: { does: 'drop', dropped },
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const tokens = x.data[x.offset + row * x.stride]!
          y.data[y.offset + row * y.stride] = tokens && tokens.filter((token) => !dropped.has(token))
        }
      },
    }
  },
})
