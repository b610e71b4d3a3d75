import type { Heap } from './heap.js'
import { walkerBy, type Walker } from './walk.js'

/** A walker of filled trees: eight trees at once for one row, eight rows at once in one tree. */
export function heapWalker(heap: Heap): Walker {
  return walkerBy(heap, walkTrees, walkRows)
}

/** The node after `n`, of the tree at `base`, on the way of the row that begins at `x`. */
function next(
  places: Int32Array,
  thresholds: Float64Array,
  rows: Float64Array,
  x: number,
  base: number,
  n: number,
): number {
  return ((n << 1) - base + +(rows[x + places[n]!]! <= thresholds[n]!)) | 0
}

function walkTrees(heap: Heap, row: Float64Array, ends: Int32Array | null): number {
  const { trees, depth, places, thresholds, leaves, weights } = heap
  const size = 1 << depth
  let sum = 0
  let tree = 0
  for (; tree + 7 < trees; tree += 8) {
    const s = tree << depth
    const t = s + size
    const u = t + size
    const v = u + size
    const w = v + size
    const x = w + size
    const y = x + size
    const z = y + size
    let a = s + 1
    let b = t + 1
    let c = u + 1
    let d = v + 1
    let e = w + 1
    let f = x + 1
    let g = y + 1
    let h = z + 1
    for (let left = depth; left > 0; left--) {
      a = next(places, thresholds, row, 0, s, a)
      b = next(places, thresholds, row, 0, t, b)
      c = next(places, thresholds, row, 0, u, c)
      d = next(places, thresholds, row, 0, v, d)
      e = next(places, thresholds, row, 0, w, e)
      f = next(places, thresholds, row, 0, x, f)
      g = next(places, thresholds, row, 0, y, g)
      h = next(places, thresholds, row, 0, z, h)
    }
    if (ends === null) {
      sum += weights[a - size]!
      sum += weights[b - size]!
      sum += weights[c - size]!
      sum += weights[d - size]!
      sum += weights[e - size]!
      sum += weights[f - size]!
      sum += weights[g - size]!
      sum += weights[h - size]!
      continue
    }
    ends[tree] = leaves[a - size]!
    ends[tree + 1] = leaves[b - size]!
    ends[tree + 2] = leaves[c - size]!
    ends[tree + 3] = leaves[d - size]!
    ends[tree + 4] = leaves[e - size]!
    ends[tree + 5] = leaves[f - size]!
    ends[tree + 6] = leaves[g - size]!
    ends[tree + 7] = leaves[h - size]!
  }
  for (; tree < trees; tree++) {
    const end = walkTree(heap, tree, row, 0)
    if (ends === null) sum += weights[end]!
    else ends[tree] = leaves[end]!
  }
  return sum
}

/** Writes the leaf of each row, or where there are sums adds its weight. */
function walkRows(
  heap: Heap,
  tree: number,
  rows: Float64Array,
  stride: number,
  count: number,
  ends: Int32Array,
  sums: Float64Array | null,
): void {
  const { depth, places, thresholds, leaves, weights } = heap
  const size = 1 << depth
  const base = tree << depth
  let i = 0
  for (; i + 7 < count; i += 8) {
    const s = i * stride
    const t = s + stride
    const u = t + stride
    const v = u + stride
    const w = v + stride
    const x = w + stride
    const y = x + stride
    const z = y + stride
    let a = base + 1
    let b = a
    let c = a
    let d = a
    let e = a
    let f = a
    let g = a
    let h = a
    for (let left = depth; left > 0; left--) {
      a = next(places, thresholds, rows, s, base, a)
      b = next(places, thresholds, rows, t, base, b)
      c = next(places, thresholds, rows, u, base, c)
      d = next(places, thresholds, rows, v, base, d)
      e = next(places, thresholds, rows, w, base, e)
      f = next(places, thresholds, rows, x, base, f)
      g = next(places, thresholds, rows, y, base, g)
      h = next(places, thresholds, rows, z, base, h)
    }
    if (sums === null) {
      ends[i] = leaves[a - size]!
      ends[i + 1] = leaves[b - size]!
      ends[i + 2] = leaves[c - size]!
      ends[i + 3] = leaves[d - size]!
      ends[i + 4] = leaves[e - size]!
      ends[i + 5] = leaves[f - size]!
      ends[i + 6] = leaves[g - size]!
      ends[i + 7] = leaves[h - size]!
    } else {
      sums[i]! += weights[a - size]!
      sums[i + 1]! += weights[b - size]!
      sums[i + 2]! += weights[c - size]!
      sums[i + 3]! += weights[d - size]!
      sums[i + 4]! += weights[e - size]!
      sums[i + 5]! += weights[f - size]!
      sums[i + 6]! += weights[g - size]!
      sums[i + 7]! += weights[h - size]!
    }
  }
  for (; i < count; i++) {
    const end = walkTree(heap, tree, rows, i * stride)
    if (sums === null) ends[i] = leaves[end]!
    else sums[i]! += weights[end]!
  }
}

/** Where the row's leaf is among all. */
function walkTree({ depth, places, thresholds }: Heap, tree: number, row: Float64Array, start: number): number {
  const base = tree << depth
  let n = base + 1
  for (let left = depth; left > 0; left--) n = next(places, thresholds, row, start, base, n)
  return n - (1 << depth)
}
