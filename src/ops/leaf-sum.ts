import { number, numbers } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * leaf_sum, version 1
 *
 *     y[j] = (((0 + table[x[0]][j]) + table[x[1]][j]) + ...) / divisor
 *
 * in `dtype`; x[t] is the row of `table` that tree t ended in, added in tree order. A cell of x that is no row number
 * refuses the row. The form of a forest whose trees answer with several numbers.
 */
export const leafSum: Op = /* @__PURE__ */ defineOp({
  name: 'leaf_sum',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { table: /* @__PURE__ */ numbers(['leaves', 'outputs']), divisor: /* @__PURE__ */ number(), dtype },
  bind({ table, divisor, dtype }, [{ width: trees }], fail, widths) {
    const width = widths.get('outputs') ?? 0
    const leaves = widths.get('leaves')!
    if (divisor === 0) fail(['attrs', 'divisor'], 'expected a number that is not zero')
    const round = rounding(dtype)
    const places = new Int32Array(trees)
    return {
      outputs: [{ kind: 'number', width }],
      steps: trees * width,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          if (!placeLeaves(x.data, from, places, width, leaves)) {
            const leaf = x.data.subarray(from, from + trees).find((cell) => !isRow(cell, leaves))
            reject(row, `a row number below ${leaves}`, leaf)
            continue
          }
          sumRows(table, places, width, divisor, round, y.data, y.offset + row * y.stride)
        }
      },
    }
  },
})

function isRow(leaf: number, leaves: number): boolean {
  return leaf >>> 0 === leaf && leaf < leaves
}

/** Writes where the row of each tree's leaf begins in the table; false where one is no row of it. */
function placeLeaves(x: Float64Array, from: number, places: Int32Array, width: number, leaves: number): boolean {
  for (let t = 0; t < places.length; t++) {
    const leaf = x[from + t]!
    if (!isRow(leaf, leaves)) return false
    places[t] = leaf * width
  }
  return true
}

/** Four sums side by side: each waits for its own last addition only. The last stand in where there are fewer columns. */
function sumRows(
  table: Float64Array,
  places: Int32Array,
  width: number,
  divisor: number,
  round: (x: number) => number,
  out: Float64Array,
  to: number,
): void {
  const last = width - 1
  for (let j = 0; j < width; j += 4) {
    const j1 = Math.min(j + 1, last)
    const j2 = Math.min(j + 2, last)
    const j3 = Math.min(j + 3, last)
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let t = 0; t < places.length; t++) {
      const place = places[t]!
      a = round(a + table[place + j]!)
      b = round(b + table[place + j1]!)
      c = round(c + table[place + j2]!)
      d = round(d + table[place + j3]!)
    }
    out[to + j] = round(a / divisor)
    out[to + j1] = round(b / divisor)
    out[to + j2] = round(c / divisor)
    out[to + j3] = round(d / divisor)
  }
}
