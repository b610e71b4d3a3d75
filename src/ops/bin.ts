import { choice, integer, list, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * bin, version 1
 *
 *     b[i] = how many edges of feature i are <= x[i]
 *     y = b                                                              ordinal
 *     y = for each feature one cell per bin, 1 for bin b[i], 0 else      one_hot
 *
 * `edges` are the inner edges of all features, one after the other, ascending within a feature; `counts` says how many each has, so
 * that a feature has counts[i] + 1 bins. NaN has no bin: it stays NaN, or sets no cell.
 */
export const bin: Op = /* @__PURE__ */ defineOp({
  name: 'bin',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    edges: /* @__PURE__ */ numbers(['edges']),
    counts: /* @__PURE__ */ list(/* @__PURE__ */ integer(0, 0xffff_ffff)),
    encode: /* @__PURE__ */ choice('ordinal', 'one_hot'),
  },
  bind({ edges, counts, encode }, [{ width: features }], fail) {
    if (counts.length !== features) fail(['attrs', 'counts'], `expected ${features} counts, got ${counts.length}`)
    const starts = [0]
    for (const count of counts) starts.push(starts.at(-1)! + count)
    const total = starts[features]!
    if (total !== edges.length) fail(['attrs', 'edges'], `expected ${total} edges, got ${edges.length}`)
    for (let i = 0; i < features; i++) {
      for (let k = starts[i]! + 1; k < starts[i + 1]!; k++) {
        if (edges[k]! < edges[k - 1]!) fail(['attrs', 'edges', k], `expected at least ${edges[k - 1]}, got ${edges[k]}`)
      }
    }
    const ordinal = encode === 'ordinal'
    const width = ordinal ? features : total + features
    return {
      outputs: [{ kind: 'number', width }],
      steps: 32 * features + width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          if (!ordinal) y.data.fill(0, to, to + width)
          for (let i = 0; i < features; i++) {
            const value = x.data[from + i]!
            let low = starts[i]!
            let high = starts[i + 1]!
            while (low < high) {
              const middle = (low + high) >> 1
              if (edges[middle]! <= value) low = middle + 1
              else high = middle
            }
            const missing = value !== value
            if (ordinal) y.data[to + i] = missing ? NaN : low - starts[i]!
            else if (!missing) y.data[to + low + i] = 1
          }
        }
      },
    }
  },
})
