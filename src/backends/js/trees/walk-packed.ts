import type { Packed } from './packed.js'
import type { Walker } from './walk.js'

const LEAF = (1 << 22) - 1

/** A walker of packed trees: eight trees at once for one row, four rows at once in one tree. */
export function packedWalker(packed: Packed): Walker {
  return {
    one: (row, leaves) => {
      walkTrees(packed, row, leaves)
    },
    block: (tree, rows, stride, count, leaves) => {
      walkRows(packed, tree, rows, stride, count, leaves)
    },
  }
}

function walkTrees(packed: Packed, row: Float64Array, leaves: Int32Array): void {
  const { roots, depths, ints, floats } = packed
  const trees = roots.length
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
    for (; left > 0; left--) {
      const p = ints[a << 1]!
      const q = ints[b << 1]!
      const r = ints[c << 1]!
      const s = ints[d << 1]!
      const before = a + b + c + d + e + f + g + h
      a = ((p >>> 8) + +(row[p & 255]! <= floats[(a << 1) + 1]!)) | 0
      b = ((q >>> 8) + +(row[q & 255]! <= floats[(b << 1) + 1]!)) | 0
      c = ((r >>> 8) + +(row[r & 255]! <= floats[(c << 1) + 1]!)) | 0
      d = ((s >>> 8) + +(row[s & 255]! <= floats[(d << 1) + 1]!)) | 0
      const u = ints[e << 1]!
      const v = ints[f << 1]!
      const w = ints[g << 1]!
      const x = ints[h << 1]!
      e = ((u >>> 8) + +(row[u & 255]! <= floats[(e << 1) + 1]!)) | 0
      f = ((v >>> 8) + +(row[v & 255]! <= floats[(f << 1) + 1]!)) | 0
      g = ((w >>> 8) + +(row[w & 255]! <= floats[(g << 1) + 1]!)) | 0
      h = ((x >>> 8) + +(row[x & 255]! <= floats[(h << 1) + 1]!)) | 0
      // A child comes after its parent, so an equal sum means that all eight are at leaves.
      if (a + b + c + d + e + f + g + h === before) break
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
  for (; t < trees; t++) leaves[t] = walkTree(packed, t, row, 0)
}

function walkRows(
  packed: Packed,
  tree: number,
  rows: Float64Array,
  stride: number,
  count: number,
  leaves: Int32Array,
): void {
  const { roots, depths, ints, floats } = packed
  const root = roots[tree]!
  let i = 0
  for (; i + 3 < count; i += 4) {
    const x = i * stride
    const y = x + stride
    const z = y + stride
    const w = z + stride
    let a = root
    let b = root
    let c = root
    let d = root
    for (let left = depths[tree]!; left > 0; left--) {
      const p = ints[a << 1]!
      const q = ints[b << 1]!
      const r = ints[c << 1]!
      const s = ints[d << 1]!
      const before = a + b + c + d
      a = ((p >>> 8) + +(rows[x + (p & 255)]! <= floats[(a << 1) + 1]!)) | 0
      b = ((q >>> 8) + +(rows[y + (q & 255)]! <= floats[(b << 1) + 1]!)) | 0
      c = ((r >>> 8) + +(rows[z + (r & 255)]! <= floats[(c << 1) + 1]!)) | 0
      d = ((s >>> 8) + +(rows[w + (s & 255)]! <= floats[(d << 1) + 1]!)) | 0
      if (a + b + c + d === before) break
    }
    leaves[i] = ints[(a << 1) + 1]! & LEAF
    leaves[i + 1] = ints[(b << 1) + 1]! & LEAF
    leaves[i + 2] = ints[(c << 1) + 1]! & LEAF
    leaves[i + 3] = ints[(d << 1) + 1]! & LEAF
  }
  for (; i < count; i++) leaves[i] = walkTree(packed, tree, rows, i * stride)
}

function walkTree({ roots, depths, ints, floats }: Packed, tree: number, row: Float64Array, start: number): number {
  let n = roots[tree]!
  for (let left = depths[tree]!; left > 0; left--) {
    const link = ints[n << 1]!
    n = ((link >>> 8) + +(row[start + (link & 255)]! <= floats[(n << 1) + 1]!)) | 0
  }
  return ints[(n << 1) + 1]! & LEAF
}
