import { copy } from '../column.js'
import { choice } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * check_finite, version 1: `y = x`, numbers or sparse rows. Refuses the row when a cell is infinite, when it is NaN and `missing` is `refuse`, or
 * when `range` is `float32` and it is finite and rounds to an infinity in float32. It is what scikit-learn's input
 * validation does.
 */
export const checkFinite: Op = /* @__PURE__ */ defineOp({
  name: 'check_finite',
  version: 1,
  inputs: [{ kinds: ['number', 'sparse'] }],
  outputs: [{ kinds: ['number', 'sparse'] }],
  attrs: {
    missing: /* @__PURE__ */ choice('allow', 'refuse'),
    range: /* @__PURE__ */ choice('float64', 'float32'),
  },
  bind({ missing, range }, [{ kind, width }]) {
    const allowed = missing === 'allow'
    const single = range === 'float32'
    const expected = `${allowed ? 'a finite number or missing' : 'a finite number'}${single ? ' within float32' : ''}`
    // The least that rounds to an infinity in float32 is 2^128 - 2^103.
    const limit = single ? 3.4028235677973366e38 : Infinity
    return {
      outputs: [{ kind, width }],
      ...(kind === 'number' && { slices: [0] }),
      run([x], [y], rows, reject) {
        copy(x, y, rows)
        for (let row = 0; row < rows; row++) {
          const at = x.offset + row * x.stride
          const held = x.kind === 'sparse' ? x.data[at]!.values : x.data
          const from = x.kind === 'sparse' ? 0 : at
          const end = x.kind === 'sparse' ? held.length : at + width
          for (let i = from; i < end; i++) {
            // Four at a time, as long as all are finite.
            while (
              i < end - 3 &&
              Math.abs(held[i]!) < limit &&
              Math.abs(held[i + 1]!) < limit &&
              Math.abs(held[i + 2]!) < limit &&
              Math.abs(held[i + 3]!) < limit
            ) {
              i += 4
            }
            if (i === end) break
            const value = held[i]!
            if (!(Math.abs(value) < limit) && !(allowed && value !== value)) {
              reject(row, expected, value)
              break
            }
          }
        }
      },
    }
  },
})
