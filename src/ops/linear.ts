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
    const fours = dtype === 'float64' && width > 3 ? width : 0
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
          const { data } = x
          // -0 is the only number that adds nothing: the sum of no terms, and of a first term that is -0, stay right.
          // Four sums at a time, as an addition waits for the one before it; the last four may be some of those before them.
          for (let block = 0; block < fours; block += 4) {
            const j = Math.min(block, width - 4)
            let a = -0
            let b = -0
            let c = -0
            let d = -0
            for (let i = from, at = j; i < from + inputs; i++, at += width) {
              const value = data[i]!
              a += value * matrix[at]!
              b += value * matrix[at + 1]!
              c += value * matrix[at + 2]!
              d += value * matrix[at + 3]!
            }
            y.data[to + j] = a + offset[j]!
            y.data[to + j + 1] = b + offset[j + 1]!
            y.data[to + j + 2] = c + offset[j + 2]!
            y.data[to + j + 3] = d + offset[j + 3]!
          }
          for (let j = fours; j < width; j++) {
            let sum = -0
            for (let i = 0; i < inputs; i++) sum = round(sum + round(data[from + i]! * matrix[i * width + j]!))
            y.data[to + j] = round(sum + offset[j]!)
          }
        }
      },
    }
  },
})
