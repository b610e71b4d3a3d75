import type { Layout } from './layout.js'

/** The nodes of one tree, from 1 on. */
interface HeapTree {
  readonly places: Int32Array
  readonly thresholds: Float64Array
}

/**
 * The trees of a layout, filled up to complete ones of one depth: node i of tree t, from 1 on, is at `(t << depth) + i`, and leads to
 * node 2i when its test fails, to 2i + 1 when it holds. What fills up has NaN for its threshold, so that its test fails.
 */
export interface Heap {
  readonly trees: number
  readonly depth: number
  /** The place in the row that a node reads. */
  readonly places: Int32Array
  readonly thresholds: Float64Array
  /** Views of these. */
  readonly each: readonly HeapTree[]
  /** The leaves of tree t, from `t << depth` on. */
  readonly leaves: Int32Array
  /** Theirs. */
  readonly weights: Float64Array
}

/** A deeper tree is seldom complete. */
const MOST_DEPTH = 8

/** Fills the trees up, or says null where they are too deep, too bare, not plain or but leaves. */
export function fillHeap({ ints, doubles, low, plain, roots, depths }: Layout, leafWeights: Float64Array): Heap | null {
  const trees = roots.length
  const depth = depths.reduce((most, one) => Math.max(most, one), 0)
  const nodes = ints.length / 4
  if (depth === 0 || depth > MOST_DEPTH || trees << depth > 2 * nodes || plain.includes(0)) return null
  const size = 1 << depth
  const places = new Int32Array(trees * size)
  const thresholds = new Float64Array(trees * size)
  const leaves = new Int32Array(trees * size)
  const laid = new Int32Array(2 * size)
  const each: HeapTree[] = []
  for (let t = 0; t < trees; t++) {
    const base = t * size
    each.push({ places: places.subarray(base, base + size), thresholds: thresholds.subarray(base, base + size) })
    laid[1] = roots[t]!
    for (let i = 1; i < size; i++) {
      const n = laid[i]!
      const child = ints[4 * n]!
      const end = child === n
      places[base + i] = end ? 0 : ints[4 * n + 1]!
      thresholds[base + i] = end ? NaN : doubles[2 * n + 1]!
      laid[2 * i] = child
      laid[2 * i + 1] = end ? n : child + 1
    }
    for (let i = 0; i < size; i++) leaves[base + i] = ints[4 * laid[size + i]! + low]!
  }
  const weights = Float64Array.from(leaves, (leaf) => leafWeights[leaf]!)
  return { trees, depth, places, thresholds, each, leaves, weights }
}
