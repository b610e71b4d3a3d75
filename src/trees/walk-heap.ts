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
  const { depth, each, leaves, weights } = heap
  const { places, thresholds } = each[tree]!
  const first = (tree << depth) - (1 << depth)
  // All rows begin at the root.
  const place = places[1]!
  const threshold = thresholds[1]!
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
    let a = 2 + +(rows[s + place]! <= threshold)
    let b = 2 + +(rows[t + place]! <= threshold)
    let c = 2 + +(rows[u + place]! <= threshold)
    let d = 2 + +(rows[v + place]! <= threshold)
    let e = 2 + +(rows[w + place]! <= threshold)
    let f = 2 + +(rows[x + place]! <= threshold)
    let g = 2 + +(rows[y + place]! <= threshold)
    let h = 2 + +(rows[z + place]! <= threshold)
    for (let left = depth - 1; left > 0; left--) {
      a = next(places, thresholds, rows, s, 0, a)
      b = next(places, thresholds, rows, t, 0, b)
      c = next(places, thresholds, rows, u, 0, c)
      d = next(places, thresholds, rows, v, 0, d)
      e = next(places, thresholds, rows, w, 0, e)
      f = next(places, thresholds, rows, x, 0, f)
      g = next(places, thresholds, rows, y, 0, g)
      h = next(places, thresholds, rows, z, 0, h)
    }
    if (sums === null) {
      ends[i] = leaves[first + a]!
      ends[i + 1] = leaves[first + b]!
      ends[i + 2] = leaves[first + c]!
      ends[i + 3] = leaves[first + d]!
      ends[i + 4] = leaves[first + e]!
      ends[i + 5] = leaves[first + f]!
      ends[i + 6] = leaves[first + g]!
      ends[i + 7] = leaves[first + h]!
    } else {
      sums[i]! += weights[first + a]!
      sums[i + 1]! += weights[first + b]!
      sums[i + 2]! += weights[first + c]!
      sums[i + 3]! += weights[first + d]!
      sums[i + 4]! += weights[first + e]!
      sums[i + 5]! += weights[first + f]!
      sums[i + 6]! += weights[first + g]!
      sums[i + 7]! += weights[first + h]!
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
