import { holds } from './holds.js'
import type { Layout } from './layout.js'

/** Finds leaves: `one` of one row in every tree, `block` of many rows in one tree. */
export interface Walker {
  one(row: Float64Array, leaves: Int32Array): void
  block(tree: number, rows: Float64Array, stride: number, count: number, leaves: Int32Array): void
  /** The sum, from tree to tree, of the weights of the row's leaves. */
  sum(row: Float64Array): number
  /** Adds the weight of each row's leaf to its sum. */
  add(tree: number, rows: Float64Array, stride: number, count: number, sums: Float64Array): void
}

const noLeaves = /* @__PURE__ */ new Int32Array(0)

/**
 * A walker of trees by two functions: `walkTrees`, which gives the sum when there is no place for leaves, and `walkRows`, which writes to
 * leaves, or where there are sums adds to them.
 */
export function walkerBy<T>(
  trees: T,
  walkTrees: (trees: T, row: Float64Array, leaves: Int32Array | null) => number,
  walkRows: (
    trees: T,
    tree: number,
    rows: Float64Array,
    stride: number,
    count: number,
    leaves: Int32Array,
    sums: Float64Array | null,
  ) => void,
): Walker {
  return {
    one: (row, leaves) => {
      walkTrees(trees, row, leaves)
    },
    sum: (row) => walkTrees(trees, row, null),
    block: (tree, rows, stride, count, leaves) => {
      walkRows(trees, tree, rows, stride, count, leaves, null)
    },
    add: (tree, rows, stride, count, sums) => {
      walkRows(trees, tree, rows, stride, count, noLeaves, sums)
    },
  }
}

export function walkerOf(layout: Layout, weights: Float64Array): Walker {
  const rowLeaves = new Int32Array(layout.roots.length)
  let leaves = new Int32Array(0)
  return {
    one: (row, ends) => {
      walkTrees(layout, row, ends)
    },
    sum: (row) => {
      walkTrees(layout, row, rowLeaves)
      let sum = 0
      for (let t = 0; t < rowLeaves.length; t++) sum += weights[rowLeaves[t]!]!
      return sum
    },
    block: (tree, rows, stride, count, ends) => {
      walkRows(layout, tree, rows, stride, count, ends)
    },
    add: (tree, rows, stride, count, sums) => {
      if (leaves.length < count) leaves = new Int32Array(count)
      walkRows(layout, tree, rows, stride, count, leaves)
      for (let r = 0; r < count; r++) sums[r]! += weights[leaves[r]!]!
    },
  }
}

/** After so many levels it is looked whether every cursor is at a leaf already. */
const LEVELS = 6

/** Writes the leaf that `row` ends at in each tree, in order. Plain trees are walked four at a time. */
function walkTrees(layout: Layout, row: Float64Array, leaves: Int32Array): void {
  const { roots, depths, plain, ints, doubles, low } = layout
  const trees = roots.length
  let t = 0
  while (t < trees) {
    if (t + 4 > trees || (plain[t]! & plain[t + 1]! & plain[t + 2]! & plain[t + 3]!) === 0) {
      leaves[t] = walkTree(layout, t, row, 0)
      t++
      continue
    }
    let a = roots[t]!
    let b = roots[t + 1]!
    let c = roots[t + 2]!
    let d = roots[t + 3]!
    let left = Math.max(depths[t]!, depths[t + 1]!, depths[t + 2]!, depths[t + 3]!)
    while (left > 0) {
      for (let level = left < LEVELS ? left : LEVELS; level > 0; level--) {
        a = (ints[a << 2]! + +(row[ints[(a << 2) + 1]!]! <= doubles[(a << 1) + 1]!)) | 0
        b = (ints[b << 2]! + +(row[ints[(b << 2) + 1]!]! <= doubles[(b << 1) + 1]!)) | 0
        c = (ints[c << 2]! + +(row[ints[(c << 2) + 1]!]! <= doubles[(c << 1) + 1]!)) | 0
        d = (ints[d << 2]! + +(row[ints[(d << 2) + 1]!]! <= doubles[(d << 1) + 1]!)) | 0
      }
      left -= LEVELS
      if (ints[a << 2] === a && ints[b << 2] === b && ints[c << 2] === c && ints[d << 2] === d) break
    }
    leaves[t] = ints[4 * a + low]!
    leaves[t + 1] = ints[4 * b + low]!
    leaves[t + 2] = ints[4 * c + low]!
    leaves[t + 3] = ints[4 * d + low]!
    t += 4
  }
}

/** Writes the leaf that each of `count` rows, `stride` apart, ends at in tree t; four rows of a plain tree at a time. */
function walkRows(
  layout: Layout,
  t: number,
  rows: Float64Array,
  stride: number,
  count: number,
  leaves: Int32Array,
): void {
  const { roots, depths, plain, ints, doubles, low } = layout
  const root = roots[t]!
  let i = 0
  for (; i + 3 < count && plain[t] === 1; i += 4) {
    const x = i * stride
    const y = x + stride
    const z = y + stride
    const w = z + stride
    let a = root
    let b = root
    let c = root
    let d = root
    let left = depths[t]!
    while (left > 0) {
      for (let level = left < LEVELS ? left : LEVELS; level > 0; level--) {
        a = (ints[a << 2]! + +(rows[x + ints[(a << 2) + 1]!]! <= doubles[(a << 1) + 1]!)) | 0
        b = (ints[b << 2]! + +(rows[y + ints[(b << 2) + 1]!]! <= doubles[(b << 1) + 1]!)) | 0
        c = (ints[c << 2]! + +(rows[z + ints[(c << 2) + 1]!]! <= doubles[(c << 1) + 1]!)) | 0
        d = (ints[d << 2]! + +(rows[w + ints[(d << 2) + 1]!]! <= doubles[(d << 1) + 1]!)) | 0
      }
      left -= LEVELS
      if (ints[a << 2] === a && ints[b << 2] === b && ints[c << 2] === c && ints[d << 2] === d) break
    }
    leaves[i] = ints[4 * a + low]!
    leaves[i + 1] = ints[4 * b + low]!
    leaves[i + 2] = ints[4 * c + low]!
    leaves[i + 3] = ints[4 * d + low]!
  }
  for (; i < count; i++) leaves[i] = walkTree(layout, t, rows, i * stride)
}

function walkTree(layout: Layout, t: number, row: Float64Array, start: number): number {
  const { ints, doubles } = layout
  const plain = layout.plain[t] === 1
  let n = layout.roots[t]!
  for (;;) {
    const child = ints[4 * n]!
    if (child === n) return ints[4 * n + layout.low]!
    const x = row[start + ints[4 * n + 1]!]!
    const threshold = doubles[2 * n + 1]!
    const yes = plain ? x <= threshold : holds(layout.modes[n]!, layout.sets, x, threshold)
    n = yes ? child + 1 : child
  }
}
