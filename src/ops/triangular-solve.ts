import { numbers } from '../json/shape.js'
import { dtype, rounded, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * triangular_solve, version 1: y with `lower y = x`, by substitution.
 *
 *     y[i] = (((x[i] - lower[i][0] * y[0]) - lower[i][1] * y[1]) - ...) / lower[i][i]
 *
 * in `dtype`, `lower` rounded to it first. What is above the diagonal is not looked at; the diagonal has no zero.
 */
export const triangularSolve: Op = /* @__PURE__ */ defineOp({
  name: 'triangular_solve',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'size' }],
  outputs: [{ kinds: ['number'] }],
  attrs: { lower: /* @__PURE__ */ numbers(['size', 'size']), dtype },
  bind({ lower, dtype }, [{ width: size }], fail) {
    const round = rounding(dtype)
    const matrix = rounded(lower, dtype)
    for (let i = 0; i < size; i++) {
      if (matrix[i * size + i] === 0) fail(['attrs', 'lower', i, i], 'expected a number that is not zero')
    }
    return {
      outputs: [{ kind: 'number', width: size }],
      steps: size * size,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < size; i++) {
            let rest = x.data[from + i]!
            for (let j = 0; j < i; j++) rest = round(rest - round(matrix[i * size + j]! * y.data[to + j]!))
            y.data[to + i] = round(rest / matrix[i * size + i]!)
          }
        }
      },
    }
  },
})
