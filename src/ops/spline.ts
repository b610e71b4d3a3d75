import { choice, fields, integer, nullable, numbers } from '../json/shape.js'
import { basis } from './b-spline.js'
import { defineOp, type Op } from './op.js'

const perFeature = /* @__PURE__ */ numbers(['width'])
const perSpline = /* @__PURE__ */ numbers(['width', 'splines'])

/**
 * spline, version 1: for each feature i its B-splines of `degree` k over t = knots[i], side by side; n = knots - k - 1
 *
 *     y[j] = sum over m = 0 to k of (l - k + m == j ? 1 : 0) * h[m]      h = basis(x) at the greatest l of k to n - 1 with t[l] <= x
 *
 * With `periodic` the comparison is modulo n - k, the number of splines then, and x is t[k] + (x - t[k]) % (t[n] - t[k]), 0 where the
 * knots do not differ. Outside of t[k] to t[n] `extrapolation` refuses the row, or continues the polynomials; with `linear` it is outside
 * of start to end that the lines of `edges` count: low + (x - start) * low_slope, high + (x - end) * high_slope. `edges` is null but for
 * `linear`. NaN gives 0 everywhere.
 */
export const spline: Op = /* @__PURE__ */ defineOp({
  name: 'spline',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'width' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    knots: /* @__PURE__ */ numbers(['width', 'knots']),
    degree: /* @__PURE__ */ integer(0, 64),
    extrapolation: /* @__PURE__ */ choice('refuse', 'continue', 'periodic', 'linear'),
    edges: /* @__PURE__ */ nullable(
      /* @__PURE__ */ fields({
        start: perFeature,
        end: perFeature,
        low: perSpline,
        low_slope: perSpline,
        high: perSpline,
        high_slope: perSpline,
      }),
    ),
  },
  bind({ knots, degree, extrapolation, edges }, [{ width: features }], fail, widths) {
    const count = widths.get('knots') ?? 2 * degree + 2
    const n = count - degree - 1
    if (n <= degree) fail(['attrs', 'knots'], `expected at least ${2 * degree + 2} knots, got ${count}`)
    for (let k = 0; k < knots.length; k++) {
      if (k % count > 0 && knots[k]! < knots[k - 1]!) {
        const at = ['attrs', 'knots', Math.floor(k / count), k % count]
        fail(at, `expected at least ${knots[k - 1]}, got ${knots[k]}`)
      }
    }
    const periodic = extrapolation === 'periodic'
    const splines = periodic ? n - degree : n
    const lines = edges !== null
    if (lines !== (extrapolation === 'linear')) fail(['attrs', 'edges'], `expected ${lines ? 'null' : 'edges'}`)
    if (lines && widths.get('splines') !== undefined && widths.get('splines') !== splines) {
      fail(['attrs', 'edges', 'low'], `expected ${splines} values`)
    }
    for (let i = 0; edges !== null && i < features; i++) {
      const [start, end] = [edges.start[i]!, edges.end[i]!]
      if (end < start) fail(['attrs', 'edges', 'end', i], `expected at least ${start}, got ${end}`)
    }
    const values = new Float64Array(degree + 1)
    const before = new Float64Array(degree + 1)
    return {
      outputs: [{ kind: 'number', width: features * splines }],
      steps: features * (splines * (degree + 1) + 4 * degree * degree + count),
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          let to = y.offset + row * y.stride
          for (let i = 0; i < features; i++, to += splines) {
            let value = x.data[from + i]!
            const start = i * count
            const low = edges?.start[i] ?? knots[start + degree]!
            const high = edges?.end[i] ?? knots[start + n]!
            y.data.fill(0, to, to + splines)
            if (value !== value) continue
            if (periodic) value = high - low > 0 ? low + modulo(value - low, high - low) : 0
            else if (value < low || value > high) {
              if (extrapolation === 'refuse') {
                reject(row, `a number from ${low} to ${high}`, value)
                break
              }
              if (edges !== null) {
                const [line, slope] = value < low ? [edges.low, edges.low_slope] : [edges.high, edges.high_slope]
                const gap = value - (value < low ? low : high)
                for (let j = 0; j < splines; j++)
                  y.data[to + j] = line[i * splines + j]! + gap * slope[i * splines + j]!
                continue
              }
            }
            let interval = degree
            while (interval < n - 1 && knots[start + interval + 1]! <= value) interval++
            basis(value, knots, start + interval, degree, values, before)
            for (let j = 0; j < splines; j++) {
              let sum = 0
              for (let m = 0; m <= degree; m++) {
                sum += ((interval - degree + m) % splines === j ? 1 : 0) * values[m]!
              }
              y.data[to + j] = sum
            }
          }
        }
      },
    }
  },
})

/** NumPy's remainder for a positive divisor. */
function modulo(a: number, b: number): number {
  const m = a % b
  return m === 0 ? 0 : m < 0 ? m + b : m
}
