import { numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * weighted_median, version 1
 *
 *     o = the cells' numbers in ascending order of x, of equals the first first, NaN last
 *     c[j] = ((w[o[0]] + w[o[1]]) + ...) + w[o[j]]
 *     y = x[o[j]] for the first j with c[j] >= 0.5 * c[last]
 */
export const weightedMedian: Op = /* @__PURE__ */ defineOp({
  name: 'weighted_median',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'cells' }],
  outputs: [{ kinds: ['number'], width: 1 }],
  attrs: { weights: /* @__PURE__ */ numbers(['cells']) },
  bind({ weights }, [{ width }], fail) {
    if (width === 0) fail(['inputs', 0], 'expected a width of at least 1, got 0')
    const negative = weights.findIndex((weight) => weight < 0)
    if (negative >= 0) fail(['attrs', 'weights', negative], `expected at least 0, got ${weights[negative]}`)
    const order = new Int32Array(width)
    return {
      outputs: [{ kind: 'number', width: 1 }],
      steps: 32 * width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const rank = (i: number): number => x.data[from + i]!
          for (let i = 0; i < width; i++) order[i] = i
          order.sort((a, b) => {
            const left = rank(a)
            const right = rank(b)
            if (left === right || (left !== left && right !== right)) return a - b
            return left < right || right !== right ? -1 : 1
          })
          let total = 0
          for (const i of order) total += weights[i]!
          let sum = 0
          let j = -1
          do sum += weights[order[++j]!]!
          while (j < width - 1 && !(sum >= 0.5 * total))
          y.data[y.offset + row * y.stride] = rank(order[j]!)
        }
      },
    }
  },
})
