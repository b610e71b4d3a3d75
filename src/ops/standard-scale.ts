import { numbers } from '../json/shape.js'
import { dtype, rounded, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * standard_scale, version 1
 *
 *     y[i] = (x[i] - mean[i]) / scale[i]
 *
 * in `dtype` and in that order, `mean` and `scale` rounded to it first. It divides: multiplying by 1 / scale differs in the last bit. `scale` has no zeros;
 * scikit-learn stores 1 for a constant feature. Both are NaN for a feature that had no values. Missing stays missing.
 */
export const standardScale: Op = /* @__PURE__ */ defineOp({
  name: 'standard_scale',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'width' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    mean: /* @__PURE__ */ numbers(['width'], { nonFinite: true }),
    scale: /* @__PURE__ */ numbers(['width'], { nonFinite: true }),
    dtype,
  },
  bind({ mean, scale, dtype }, [{ width }], fail) {
    const round = rounding(dtype)
    const centre = rounded(mean, dtype)
    const divisor = rounded(scale, dtype)
    const zero = divisor.indexOf(0)
    if (zero >= 0) fail(['attrs', 'scale', zero], 'expected a number that is not zero')
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) y.data[to + i] = round(round(x.data[from + i]! - centre[i]!) / divisor[i]!)
        }
      },
    }
  },
})
