import { bool, strings } from '../json/shape.js'
import { defineOp, type Op } from './op.js'
import { countShortcut } from './count-shortcut.js'
import { createCounter } from './sparse-counts.js'

/**
 * count_vector, version 1: y[k] is how many tokens are `vocabulary[k]`, or with `binary` 1 where there is any; what is 0 is
 * not held. Null refuses the row.
 */
/* @__NO_SIDE_EFFECTS__ */ function opOf(shortcutOf: typeof countShortcut | null): Op {
  return defineOp({
    name: 'count_vector',
    version: 1,
    inputs: [{ kinds: ['tokens'], width: 1 }],
    outputs: [{ kinds: ['sparse'] }],
    attrs: { vocabulary: /* @__PURE__ */ strings({ nulls: false, min: 0 }), binary: bool },
    bind({ vocabulary, binary }, _inputs, _fail, _widths, _at, limits) {
      const index = new Map(vocabulary.map((word, k) => [word, k]))
      const counter = createCounter()
      return {
        outputs: [{ kind: 'sparse', width: vocabulary.length }],
        ...(shortcutOf && { shorten: shortcutOf(vocabulary, binary, limits) }),
        run([x], [y], rows, reject) {
          for (let row = 0; row < rows; row++) {
            const tokens = x.data[x.offset + row * x.stride]!
            if (tokens === null) reject(row, 'tokens', tokens)
            else {
              for (let i = 0; i < tokens.length; i++) {
                const k = index.get(tokens[i]!)
                if (k !== undefined) counter.add(k, 1)
              }
            }
            const counts = counter.take()
            if (binary) counts.values.fill(1)
            y.data[y.offset + row * y.stride] = counts
          }
        },
      }
    },
  })
}

export const countVector: Op = /* @__PURE__ */ opOf(countShortcut)

/** The same op in less code, which makes every token before it counts them. */
export const smallCountVector: Op = /* @__PURE__ */ opOf(null)
