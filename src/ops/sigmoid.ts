import { bool } from '../json/shape.js'
import { exp } from '../math/exp.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * sigmoid, version 1
 *
 *     p[i] = 1 / (1 + exp(-x[i]))
 *     y = p, or with `complement`, for width 1, y = [1 - p, p]
 *
 * in `dtype`, exp correctly rounded in float64 and then rounded to it.
 */
export const sigmoid: Op = /* @__PURE__ */ defineOp({
  name: 'sigmoid',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { dtype, complement: bool },
  bind({ dtype, complement }, [{ width }], fail) {
    if (complement && width !== 1) fail(['attrs', 'complement'], `expected an input of width 1, got ${width}`)
    const round = rounding(dtype)
    return {
      outputs: [{ kind: 'number', width: complement ? 2 : width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            const p = round(1 / round(1 + round(exp(-x.data[from + i]!))))
            if (complement) y.data[to] = round(1 - p)
            y.data[complement ? to + 1 : to + i] = p
          }
        }
      },
    }
  },
})
