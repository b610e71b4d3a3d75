import { log } from '../math/log.js'
import { bool, nullable, numbers, choice } from '../json/shape.js'
import { dtype, rounded, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * tfidf, version 1, for the cells that a row holds, in ascending order
 *
 *     t[i] = sublinear ? log(x[i]) + 1 : x[i]
 *     u[i] = idf === null ? t[i] : t[i] * idf[i]
 *     s    = norm l2: sqrt((0 + u[i]²) + ...);  l1: (0 + |u[i]|) + ...
 *     y[i] = s === 0 || norm === null ? u[i] : u[i] / s
 *
 * in `dtype`, but for the sum and its root, which are float64; log is correctly rounded.
 */
export const tfidf: Op = /* @__PURE__ */ defineOp({
  name: 'tfidf',
  version: 1,
  inputs: [{ kinds: ['sparse'], width: 'inputs' }],
  outputs: [{ kinds: ['sparse'] }],
  attrs: {
    idf: /* @__PURE__ */ nullable(/* @__PURE__ */ numbers(['inputs'])),
    sublinear: bool,
    norm: /* @__PURE__ */ nullable(/* @__PURE__ */ choice('l1', 'l2')),
    dtype,
  },
  bind({ idf, sublinear, norm, dtype }, [{ width }]) {
    const round = rounding(dtype)
    const weights = idf && rounded(idf, dtype)
    return {
      outputs: [{ kind: 'sparse', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const { indices, values: given } = x.data[x.offset + row * x.stride]!
          const values = new Float64Array(given.length)
          let sum = 0
          for (let k = 0; k < values.length; k++) {
            let value = given[k]!
            if (sublinear) value = round(round(log(value)) + 1)
            if (weights !== null) value = round(value * weights[indices[k]!]!)
            values[k] = value
            sum += norm === 'l2' ? round(value * value) : Math.abs(value)
          }
          const size = norm === 'l2' ? Math.sqrt(sum) : sum
          if (norm !== null && sum !== 0) for (let k = 0; k < values.length; k++) values[k] = round(values[k]! / size)
          y.data[y.offset + row * y.stride] = { indices, values }
        }
      },
    }
  },
})
