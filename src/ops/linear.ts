import { numbers } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * linear, version 1
 *
 *     y[j] = ((x[0] * matrix[0][j] + x[1] * matrix[1][j]) + ...) + offset[j]
 *
 * in `dtype`: terms are added in ascending order to the first product, the offset last. Without inputs y = offset. A sparse row
 * has no term for a cell that it does not hold.
 */
export const linear: Op = /* @__PURE__ */ defineOp({
  name: 'linear',
  version: 1,
  inputs: [{ kinds: ['number', 'sparse'], width: 'inputs' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    matrix: /* @__PURE__ */ numbers(['inputs', 'outputs']),
    offset: /* @__PURE__ */ numbers(['outputs']),
    dtype,
  },
  bind({ matrix, offset, dtype }, [{ width: inputs }]) {
    const width = offset.length
    const round = rounding(dtype)
    return {
      outputs: [{ kind: 'number', width }],
      steps: inputs * width,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          if (x.kind === 'sparse') {
            const { indices, values } = x.data[from]!
            for (let j = 0; j < width; j++) {
              let sum = -0
              for (let k = 0; k < indices.length; k++) {
                sum = round(sum + round(values[k]! * matrix[indices[k]! * width + j]!))
              }
              y.data[to + j] = round(sum + offset[j]!)
            }
            continue
          }
          for (let j = 0; j < width; j++) {
            // -0 is the only number that adds nothing: the sum of no terms, and of a first term that is -0, stay right.
            let sum = -0
            for (let i = 0; i < inputs; i++) sum = round(sum + round(x.data[from + i]! * matrix[i * width + j]!))
            y.data[to + j] = round(sum + offset[j]!)
          }
        }
      },
    }
  },
})
