import type { CheckedTrees } from './check.js'
import { holds, TRACKS_TRUE } from './holds.js'
import { LEQ, MEMBER, type TreeTable } from './table.js'
import type { Walker } from './walk.js'

/** Walks a table as it stands: slow, but nothing has to be made for it. */
export function tableWalker(table: TreeTable, { places, sets, setOf }: CheckedTrees, weights: Float64Array): Walker {
  const { roots, features, modes, splits, tracksTrue, whenTrue, whenFalse } = table
  const test = (mode: number, i: number, x: number): boolean =>
    holds(mode, sets, x, modes[i] === MEMBER ? setOf[i]! : splits[i]!)
  const leafOf = (tree: number, row: Float64Array, start: number): number => {
    for (let i = roots[tree]!; ;) {
      const mode = modes[i]! + (tracksTrue?.[i] === 1 ? TRACKS_TRUE : 0)
      const at = start + places[features[i]!]!
      // The usual test without a call, which would make an object of each number.
      const yes = mode === LEQ ? row[at]! <= splits[i]! : test(mode, i, row[at]!)
      i = yes ? whenTrue[i]! : whenFalse[i]!
      if (i < 0) return -1 - i
    }
  }
  return {
    one(row, leaves) {
      for (let t = 0; t < roots.length; t++) leaves[t] = leafOf(t, row, 0)
    },
    sum(row) {
      let sum = 0
      for (let t = 0; t < roots.length; t++) sum += weights[leafOf(t, row, 0)]!
      return sum
    },
    block(tree, rows, stride, count, leaves) {
      for (let r = 0; r < count; r++) leaves[r] = leafOf(tree, rows, r * stride)
    },
    add(tree, rows, stride, count, sums) {
      for (let r = 0; r < count; r++) sums[r]! += weights[leafOf(tree, rows, r * stride)]!
    },
  }
}
