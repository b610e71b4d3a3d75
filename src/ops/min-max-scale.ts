import { fields, nullable, number, numbers } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * min_max_scale, version 1
 *
 *     z[i] = x[i] * scale[i] + min[i]
 *     y[i] = z[i] < low ? low : z[i] > high ? high : z[i]        with clip; else z[i]
 *
 * in `dtype` and in that order; with float32 `low` and `high` are rounded first, `scale` and `min` are not, as scikit-learn
 * has it. Missing stays missing, clipped or not. `scale` and `min` are NaN for a feature that had no
 * values.
 */
export const minMaxScale: Op = /* @__PURE__ */ defineOp({
  name: 'min_max_scale',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'width' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    scale: /* @__PURE__ */ numbers(['width'], { nonFinite: true }),
    min: /* @__PURE__ */ numbers(['width'], { nonFinite: true }),
    clip: /* @__PURE__ */ nullable(
      /* @__PURE__ */ fields({ low: /* @__PURE__ */ number(), high: /* @__PURE__ */ number() }),
    ),
    dtype,
  },
  bind({ scale, min, clip, dtype }, [{ width }], fail) {
    if (clip !== null && !(clip.low <= clip.high)) {
      fail(['attrs', 'clip'], `expected low <= high, got ${clip.low} and ${clip.high}`)
    }
    const round = rounding(dtype)
    const low = round(clip?.low ?? -Infinity)
    const high = round(clip?.high ?? Infinity)
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            const z = round(round(x.data[from + i]! * scale[i]!) + min[i]!)
            y.data[to + i] = z < low ? low : z > high ? high : z
          }
        }
      },
    }
  },
})
