import { integer, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * nearest, version 1: the `count` least cells of x, in ascending order, of equals the first first; then their numbers.
 *
 *     y[j] = x[o[j]],  y[count + j] = o[j]
 *
 * The second input is a margin. The row is refused where the answer would hang on a tie: when a cell that is left out is within
 * the margin of the last one taken (x <= x[o[count - 1]] + margin) and is of another group than some cell within the margin
 * below it that was taken. Points of one group may stand for one another. NaN in x or the margin refuses the row.
 */
export const nearest: Op = /* @__PURE__ */ defineOp({
  name: 'nearest',
  version: 1,
  inputs: [
    { kinds: ['number'], width: 'points' },
    { kinds: ['number'], width: 1 },
  ],
  outputs: [{ kinds: ['number'] }],
  attrs: { count: /* @__PURE__ */ integer(1), groups: /* @__PURE__ */ numbers(['points']) },
  bind({ count, groups }, [{ width: points }], fail) {
    if (count > points) fail(['attrs', 'count'], `expected at most ${points}, got ${count}`)
    const order = new Int32Array(count)
    return {
      outputs: [{ kind: 'number', width: 2 * count }],
      steps: points * (2 + count),
      run([x, m], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          const margin = m.data[m.offset + row * m.stride]!
          let taken = 0
          let bad = margin === margin ? -1 : points
          for (let i = 0; i < points; i++) {
            const value = x.data[from + i]!
            if (value !== value) bad = i
            if (taken === count && !(value < x.data[from + order[count - 1]!]!)) continue
            let at = taken < count ? taken++ : count - 1
            for (; at > 0 && x.data[from + order[at - 1]!]! > value; at--) order[at] = order[at - 1]!
            order[at] = i
          }
          const last = x.data[from + order[count - 1]!]!
          let first = -1
          let mixed = false
          let outside = -1
          for (let i = 0; i < points && bad < 0; i++) {
            const value = x.data[from + i]!
            if (!(value <= last + margin) || value < last - margin) continue
            if (first < 0) first = i
            else if (groups[i] !== groups[first]) mixed = true
            if (value > last || (value === last && i > order[count - 1]!)) outside = i
          }
          if (bad >= 0 || (mixed && outside >= 0)) {
            const cell = bad >= 0 ? bad : outside
            reject(row, bad >= 0 ? 'a number' : 'no tie', cell < points ? x.data[from + cell] : margin)
          }
          for (let j = 0; j < count; j++) {
            y.data[to + j] = x.data[from + order[j]!]!
            y.data[to + count + j] = order[j]!
          }
        }
      },
    }
  },
})
