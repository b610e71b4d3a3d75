import { copy } from '../column.js'
import { choice } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * check_finite, version 1: `y = x`. Refuses the row when a cell is infinite, when it is NaN and `missing` is `refuse`, or
 * when `range` is `float32` and it is finite and rounds to an infinity in float32. It is what scikit-learn's input
 * validation does.
 */
export const checkFinite: Op = /* @__PURE__ */ defineOp({
  name: 'check_finite',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    missing: /* @__PURE__ */ choice('allow', 'refuse'),
    range: /* @__PURE__ */ choice('float64', 'float32'),
  },
  bind({ missing, range }, [{ width }]) {
    const allowed = missing === 'allow'
    const single = range === 'float32'
    const expected = `${allowed ? 'a finite number or missing' : 'a finite number'}${single ? ' within float32' : ''}`
    return {
      outputs: [{ kind: 'number', width }],
      slices: [0],
      run([x], [y], rows, reject) {
        copy(x, y, rows)
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          for (let i = from; i < from + width; i++) {
            const value = single ? Math.fround(x.data[i]!) : x.data[i]!
            // x - x is 0 for finite x, and NaN for NaN and infinities.
            if (value - value !== 0 && !(allowed && value !== value)) {
              reject(row, expected, x.data[i])
              break
            }
          }
        }
      },
    }
  },
})
