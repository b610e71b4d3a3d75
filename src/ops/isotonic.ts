import { choice, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * isotonic, version 1: each cell on the line through the points `x[k]`, `y[k]`, whose `x` ascends.
 *
 *     k    = the last point with x[k] <= v
 *     f(v) = v == x[k] ? y[k] : ((y[k+1] - y[k]) / (x[k+1] - x[k])) * (v - x[k]) + y[k]
 *
 * A cell before the first point or after the last is, as `outside` says, y of that point (`clip`), missing, or refuses the row
 * (`error`). Missing stays missing.
 */
export const isotonic: Op = /* @__PURE__ */ defineOp({
  name: 'isotonic',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    x: /* @__PURE__ */ numbers(['points']),
    y: /* @__PURE__ */ numbers(['points']),
    outside: /* @__PURE__ */ choice('clip', 'missing', 'error'),
  },
  bind({ x, y, outside }, [{ width }], fail) {
    const last = x.length - 1
    if (last < 0) fail(['attrs', 'x'], 'expected at least 1 point, got 0')
    const fall = x.findIndex((value, k) => k > 0 && !(value > x[k - 1]!))
    if (fall >= 0) fail(['attrs', 'x', fall], `expected more than ${x[fall - 1]}, got ${x[fall]}`)
    const find = (value: number): number => {
      let low = 0
      let high = last
      while (low < high) {
        const middle = (low + high + 1) >>> 1
        if (x[middle]! <= value) low = middle
        else high = middle - 1
      }
      return low
    }
    return {
      outputs: [{ kind: 'number', width }],
      steps: 32 * width,
      run([input], [output], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = input.offset + row * input.stride
          const to = output.offset + row * output.stride
          for (let i = 0; i < width; i++) {
            const value = input.data[from + i]!
            const k = find(value)
            const outer = value < x[0]! || value > x[last]!
            if (outer && outside === 'error') reject(row, `a number from ${x[0]} to ${x[last]}`, value)
            if (value !== value || (outer && outside !== 'clip')) output.data[to + i] = NaN
            else if (outer || value === x[k]) output.data[to + i] = y[k]!
            else output.data[to + i] = ((y[k + 1]! - y[k]!) / (x[k + 1]! - x[k]!)) * (value - x[k]!) + y[k]!
          }
        }
      },
    }
  },
})
