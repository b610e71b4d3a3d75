import { exp } from '../math/exp.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * softmax, version 1
 *
 *     e[i] = exp(x[i] - max(x))
 *     y[i] = e[i] / ((e[0] + e[1]) + ...)
 *
 * in `dtype`, exp correctly rounded in float64 and then rounded to it. NaN in any cell makes every cell NaN.
 */
export const softmax: Op = /* @__PURE__ */ defineOp({
  name: 'softmax',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { dtype },
  bind({ dtype }, [{ width }], fail) {
    if (width === 0) fail(['inputs', 0], 'expected a width of at least 1, got 0')
    const round = rounding(dtype)
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          let max = x.data[from]!
          for (let i = 1; i < width; i++) max = Math.max(max, x.data[from + i]!)
          let sum = 0
          for (let i = 0; i < width; i++) {
            const e = round(exp(round(x.data[from + i]! - max)))
            y.data[to + i] = e
            sum = round(sum + e)
          }
          for (let i = 0; i < width; i++) y.data[to + i] = round(y.data[to + i]! / sum)
        }
      },
    }
  },
})
