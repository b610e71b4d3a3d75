import type { Packed } from './packed.js'
import { walkerBy, type Walker } from './walk.js'

const LEAF = (1 << 22) - 1

/** A walker of packed trees: eight trees at once for one row, eight rows at once in one tree. */
export function packedWalker(packed: Packed): Walker {
  return walkerBy(packed, walkTrees, walkRows)
}

/** The node after `n` on the way of the row that begins at `x`; a leaf stays where it is. */
function next(ints: Int32Array, floats: Float32Array, rows: Float64Array, x: number, n: number): number {
  const link = ints[n << 1]!
  return ((link >>> 8) + +(rows[x + (link & 255)]! <= floats[(n << 1) + 1]!)) | 0
}

// Engines inline sixteen calls of `next` in a loop, and no more: hence two levels for each of eight cursors.
function walkTrees(packed: Packed, row: Float64Array, leaves: Int32Array | null): number {
  const { roots, depths, ints, floats, weights } = packed
  const trees = roots.length
  let sum = 0
  let t = 0
  for (; t + 7 < trees; t += 8) {
    let a = roots[t]!
    let b = roots[t + 1]!
    let c = roots[t + 2]!
    let d = roots[t + 3]!
    let e = roots[t + 4]!
    let f = roots[t + 5]!
    let g = roots[t + 6]!
    let h = roots[t + 7]!
    let left = 0
    for (let i = t; i < t + 8; i++) left = Math.max(left, depths[i]!)
    for (; left > 0; left -= 2) {
      const before = a + b + c + d + e + f + g + h
      a = next(ints, floats, row, 0, a)
      b = next(ints, floats, row, 0, b)
      c = next(ints, floats, row, 0, c)
      d = next(ints, floats, row, 0, d)
      e = next(ints, floats, row, 0, e)
      f = next(ints, floats, row, 0, f)
      g = next(ints, floats, row, 0, g)
      h = next(ints, floats, row, 0, h)
      a = next(ints, floats, row, 0, a)
      b = next(ints, floats, row, 0, b)
      c = next(ints, floats, row, 0, c)
      d = next(ints, floats, row, 0, d)
      e = next(ints, floats, row, 0, e)
      f = next(ints, floats, row, 0, f)
      g = next(ints, floats, row, 0, g)
      h = next(ints, floats, row, 0, h)
      // A child comes after its parent, so an equal sum means that all eight are at leaves.
      if (a + b + c + d + e + f + g + h === before) break
    }
    if (leaves === null) {
      sum += weights[ints[(a << 1) + 1]! & LEAF]!
      sum += weights[ints[(b << 1) + 1]! & LEAF]!
      sum += weights[ints[(c << 1) + 1]! & LEAF]!
      sum += weights[ints[(d << 1) + 1]! & LEAF]!
      sum += weights[ints[(e << 1) + 1]! & LEAF]!
      sum += weights[ints[(f << 1) + 1]! & LEAF]!
      sum += weights[ints[(g << 1) + 1]! & LEAF]!
      sum += weights[ints[(h << 1) + 1]! & LEAF]!
      continue
    }
    leaves[t] = ints[(a << 1) + 1]! & LEAF
    leaves[t + 1] = ints[(b << 1) + 1]! & LEAF
    leaves[t + 2] = ints[(c << 1) + 1]! & LEAF
    leaves[t + 3] = ints[(d << 1) + 1]! & LEAF
    leaves[t + 4] = ints[(e << 1) + 1]! & LEAF
    leaves[t + 5] = ints[(f << 1) + 1]! & LEAF
    leaves[t + 6] = ints[(g << 1) + 1]! & LEAF
    leaves[t + 7] = ints[(h << 1) + 1]! & LEAF
  }
  for (; t < trees; t++) {
    const leaf = walkTree(packed, t, row, 0)
    if (leaves === null) sum += weights[leaf]!
    else leaves[t] = leaf
  }
  return sum
}

/** Writes the leaf of each row, or where there are sums adds its weight. */
function walkRows(
  packed: Packed,
  tree: number,
  rows: Float64Array,
  stride: number,
  count: number,
  leaves: Int32Array,
  sums: Float64Array | null,
): void {
  const { roots, depths, ints, floats, weights } = packed
  const root = roots[tree]!
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
    let a = root
    let b = root
    let c = root
    let d = root
    let e = root
    let f = root
    let g = root
    let h = root
    for (let left = depths[tree]!; left > 0; left -= 2) {
      const before = a + b + c + d + e + f + g + h
      a = next(ints, floats, rows, s, a)
      b = next(ints, floats, rows, t, b)
      c = next(ints, floats, rows, u, c)
      d = next(ints, floats, rows, v, d)
      e = next(ints, floats, rows, w, e)
      f = next(ints, floats, rows, x, f)
      g = next(ints, floats, rows, y, g)
      h = next(ints, floats, rows, z, h)
      a = next(ints, floats, rows, s, a)
      b = next(ints, floats, rows, t, b)
      c = next(ints, floats, rows, u, c)
      d = next(ints, floats, rows, v, d)
      e = next(ints, floats, rows, w, e)
      f = next(ints, floats, rows, x, f)
      g = next(ints, floats, rows, y, g)
      h = next(ints, floats, rows, z, h)
      if (a + b + c + d + e + f + g + h === before) break
    }
    if (sums === null) {
      leaves[i] = ints[(a << 1) + 1]! & LEAF
      leaves[i + 1] = ints[(b << 1) + 1]! & LEAF
      leaves[i + 2] = ints[(c << 1) + 1]! & LEAF
      leaves[i + 3] = ints[(d << 1) + 1]! & LEAF
      leaves[i + 4] = ints[(e << 1) + 1]! & LEAF
      leaves[i + 5] = ints[(f << 1) + 1]! & LEAF
      leaves[i + 6] = ints[(g << 1) + 1]! & LEAF
      leaves[i + 7] = ints[(h << 1) + 1]! & LEAF
    } else {
      sums[i]! += weights[ints[(a << 1) + 1]! & LEAF]!
      sums[i + 1]! += weights[ints[(b << 1) + 1]! & LEAF]!
      sums[i + 2]! += weights[ints[(c << 1) + 1]! & LEAF]!
      sums[i + 3]! += weights[ints[(d << 1) + 1]! & LEAF]!
      sums[i + 4]! += weights[ints[(e << 1) + 1]! & LEAF]!
      sums[i + 5]! += weights[ints[(f << 1) + 1]! & LEAF]!
      sums[i + 6]! += weights[ints[(g << 1) + 1]! & LEAF]!
      sums[i + 7]! += weights[ints[(h << 1) + 1]! & LEAF]!
    }
  }
  for (; i < count; i++) {
    const leaf = walkTree(packed, tree, rows, i * stride)
    if (sums === null) leaves[i] = leaf
    else sums[i]! += weights[leaf]!
  }
}

function walkTree({ roots, depths, ints, floats }: Packed, tree: number, row: Float64Array, start: number): number {
  let n = roots[tree]!
  for (let left = depths[tree]!; left > 0; left--) n = next(ints, floats, row, start, n)
  return ints[(n << 1) + 1]! & LEAF
}
