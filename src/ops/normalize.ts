import { choice, number } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * normalize, version 1
 *
 *     n = (|x[0]| + |x[1]|) + ...                       l1
 *     n = sqrt((x[0] * x[0] + x[1] * x[1]) + ...)       l2
 *     n = the greatest |x[i]|, NaN when one is NaN      max
 *     y[i] = x[i] / (n < least ? 1 : n)
 *
 * in `dtype`, sums in ascending order. `least`, at least 0, is rounded to it first.
 */
export const normalize: Op = /* @__PURE__ */ defineOp({
  name: 'normalize',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { norm: /* @__PURE__ */ choice('l1', 'l2', 'max'), least: /* @__PURE__ */ number(), dtype },
  bind({ norm, least, dtype }, [{ width }], fail) {
    if (least < 0) fail(['attrs', 'least'], `expected at least 0, got ${least}`)
    const round = rounding(dtype)
    const bound = round(least)
    return {
      outputs: [{ kind: 'number', width }],
      steps: 2 * width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          let n = 0
          for (let i = from; i < from + width; i++) {
            const size = Math.abs(x.data[i]!)
            n = norm === 'max' ? Math.max(n, size) : round(n + (norm === 'l1' ? size : round(size * size)))
          }
          if (norm === 'l2') n = round(Math.sqrt(n))
          if (n < bound) n = 1
          for (let i = 0; i < width; i++) y.data[to + i] = round(x.data[from + i]! / n)
        }
      },
    }
  },
})
