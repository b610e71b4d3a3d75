import { choice, numbers } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * distances, version 1: y[j] is the distance of x to points[j], in `dtype`. With d[i] = x[i] - points[j][i], sums in ascending order:
 *
 *     squared_euclidean             (d[0] * d[0] + d[1] * d[1]) + ...
 *     euclidean                     sqrt of it
 *     manhattan                     (|d[0]| + |d[1]|) + ...
 *     chebyshev                     the greatest |d[i]|, NaN when one is NaN
 *     squared_euclidean_expanded    s = (-2 * xp + xx) + pp with xp = x[0] * points[j][0] + ..., xx and pp likewise; s < 0 ? 0 : s
 *     euclidean_expanded            sqrt of it
 *
 * The expanded ones are what scikit-learn computes with matrix products: near a point they are less exact. Without inputs all are 0.
 */
export const distances: Op = /* @__PURE__ */ defineOp({
  name: 'distances',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'inputs' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    points: /* @__PURE__ */ numbers(['points', 'inputs']),
    metric: /* @__PURE__ */ choice(
      'euclidean',
      'squared_euclidean',
      'manhattan',
      'chebyshev',
      'euclidean_expanded',
      'squared_euclidean_expanded',
    ),
    dtype,
  },
  bind({ points, metric, dtype }, [{ width: inputs }], _fail, widths) {
    const width = widths.get('points')!
    const round = rounding(dtype)
    const root = metric.startsWith('euclidean')
    const expanded = metric.endsWith('_expanded')
    const dot = (a: Float64Array, from: number, b: Float64Array, at: number): number => {
      let sum = 0
      for (let i = 0; i < inputs; i++) sum = round(sum + round(a[from + i]! * b[at + i]!))
      return sum
    }
    const squares = Float64Array.from({ length: expanded ? width : 0 }, (_, j) =>
      dot(points, j * inputs, points, j * inputs),
    )
    const differences = (x: Float64Array, from: number, at: number): number => {
      let result = 0
      for (let i = 0; i < inputs; i++) {
        const d = round(x[from + i]! - points[at + i]!)
        if (metric === 'chebyshev') result = Math.max(result, Math.abs(d))
        else result = round(result + (metric === 'manhattan' ? Math.abs(d) : round(d * d)))
      }
      return result
    }
    return {
      outputs: [{ kind: 'number', width }],
      steps: 2 * inputs * width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          const square = expanded ? dot(x.data, from, x.data, from) : 0
          for (let j = 0; j < width; j++) {
            let s = 0
            if (expanded) {
              s = round(round(-2 * dot(x.data, from, points, j * inputs) + square) + squares[j]!)
              if (s < 0) s = 0
            } else s = differences(x.data, from, j * inputs)
            y.data[to + j] = root ? round(Math.sqrt(s)) : s
          }
        }
      },
    }
  },
})
