import { choice, numbers } from '../json/shape.js'
import { normalQuantile } from '../math/normal-quantile.js'
import { dtype, rounding } from './dtype.js'
import { interpolate } from './interpolate.js'
import { defineOp, type Op } from './op.js'

const margin = 1e-7
const share = margin - Number.EPSILON

/**
 * quantile_transform, version 1; with q = quantiles[i], r = references, x = x[i]
 *
 *     u = 0.5 * (interp(x, q, r) - interp(-x, -reversed(q), -reversed(r)))
 *     uniform    y = x == q[0] ? 0 : x == q[last] ? 1 : u
 *     normal     u = x - 1e-7 < q[0] ? 0 : x + 1e-7 > q[last] ? 1 : u
 *                y = normalQuantile(u), not below normalQuantile(s), not above normalQuantile(1 - s), s = 1e-7 - 2^-52
 *
 * interp(x, a, b) is b[0] below a[0], b[last] from a[last] on; else with the greatest j that has a[j] <= x it is b[j] where a[j] == x, or
 * ((b[j + 1] - b[j]) / (a[j + 1] - a[j])) * (x - a[j]) + b[j]. In float64; with float32 x - 1e-7, x + 1e-7 (with 1e-7 rounded), u and y
 * are rounded. Missing stays missing.
 */
export const quantileTransform: Op = /* @__PURE__ */ defineOp({
  name: 'quantile_transform',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'width' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    quantiles: /* @__PURE__ */ numbers(['width', 'quantiles']),
    references: /* @__PURE__ */ numbers(['quantiles']),
    output: /* @__PURE__ */ choice('uniform', 'normal'),
    dtype,
  },
  bind({ quantiles, references, output, dtype }, [{ width }], fail) {
    const count = references.length
    if (count === 0) fail(['attrs', 'references'], 'expected at least one number')
    for (let k = 0; k < quantiles.length; k++) {
      if (k % count > 0 && quantiles[k]! < quantiles[k - 1]!) {
        const at = ['attrs', 'quantiles', Math.floor(k / count), k % count]
        fail(at, `expected at least ${quantiles[k - 1]}, got ${quantiles[k]}`)
      }
    }
    const round = rounding(dtype)
    const negated = references.map((b) => -b).reverse()
    const columns = Array.from({ length: width }, (_, i) => quantiles.subarray(i * count, (i + 1) * count))
    const backward = columns.map((column) => column.map((a) => -a).reverse())
    const normal = output === 'normal'
    const step = round(margin)
    const [least, most] = [normalQuantile(share), normalQuantile(1 - share)]
    return {
      outputs: [{ kind: 'number', width }],
      steps: 128 * width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            const value = x.data[from + i]!
            const column = columns[i]!
            const first = column[0]!
            const last = column[count - 1]!
            let u = NaN
            if (value === value) {
              u = round(0.5 * (interpolate(value, column, references) - interpolate(-value, backward[i]!, negated)))
            }
            if (normal ? round(value - step) < first : value === first) u = 0
            else if (normal ? round(value + step) > last : value === last) u = 1
            if (normal) u = Math.max(least, Math.min(most, normalQuantile(u)))
            y.data[to + i] = round(u)
          }
        }
      },
    }
  },
})
