import type { CheckedTrees } from './check.js'
import { TRACKS_TRUE } from './holds.js'
import { plainTests, type Test } from './plain.js'
import type { MemberSet } from './sets.js'
import { LEQ, MEMBER, type TreeTable } from './table.js'

/**
 * Trees ready to be walked. Node n is 16 bytes: at `ints[4n]` the node to go to when its test fails, which the one for when it
 * holds follows; at `ints[4n + 1]` the place in the row that it reads; at `doubles[2n + 1]` its threshold. A leaf leads to itself
 * and has a threshold that is NaN, so that walking on stays there; the low half of its threshold's bits is the leaf's number.
 */
export interface Layout {
  readonly roots: Int32Array
  readonly depths: Int32Array
  readonly ints: Int32Array
  readonly doubles: Float64Array
  /** Where the low half of node 0's threshold is in `ints`: 2 or 3. */
  readonly low: number
  /** By tree: 1 where every test is `row[place] <= threshold`. */
  readonly plain: Uint8Array
  /** By node, for other trees: the operator's mode, plus `TRACKS_TRUE`. The threshold of MEMBER is an index in `sets`. */
  readonly modes: Uint8Array
  readonly sets: readonly MemberSet[]
  /** Whether every tree t has leaves that vote for target t alone, where leaf i has vote i. */
  readonly ownTargets: boolean
  /** The columns that a row is made of: those that some node reads. */
  readonly used: Int32Array
  /** Whether a row goes on with a copy of itself in which NaN is -Infinity. */
  readonly copied: boolean
}

/** Lays out every tree, breadth first. */
export function layOut(table: TreeTable, checked: CheckedTrees): Layout {
  const { order, ends, depths, used, places, sets, setOf } = checked
  const { features, modes, splits, tracksTrue, whenTrue, whenFalse, leafTargets } = table
  const trees = ends.length
  const count = features.length
  const size = trees + 2 * count
  const ints = new Int32Array(4 * size)
  const doubles = new Float64Array(ints.buffer)
  const low = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 2 : 3
  const roots = new Int32Array(trees)
  const plain = new Uint8Array(trees)
  let otherModes = new Uint8Array(0)
  let copied = false
  let ownTargets = trees === table.targets
  const putLeaf = (t: number, n: number, leaf: number): void => {
    ownTargets &&= leafTargets[leaf] === t
    ints[4 * n] = n
    doubles[2 * n + 1] = NaN
    ints[4 * n + low] = leaf
  }
  const place = new Int32Array(count)
  const plainOf = plainTests()
  const test: Test = { threshold: 0, swapped: false, copied: false }
  let next = 0
  for (let t = 0, begin = 0; t < trees; begin = ends[t++]!) {
    const end = ends[t]!
    roots[t] = next
    plain[t] = 1
    for (let j = begin; j < end; j++) {
      const i = order[j]!
      const tracks = tracksTrue?.[i] === 1
      if ((modes[i] !== LEQ || tracks) && !plainOf(modes[i]!, splits[i]!, tracks, test)) plain[t] = 0
    }
    if (plain[t] === 0 && otherModes.length === 0) otherModes = new Uint8Array(size)
    place[begin] = next++
    for (let j = begin, children = begin + 1; j < end; j++) {
      const i = order[j]!
      const n = place[j]!
      const tracks = tracksTrue?.[i] === 1
      test.swapped = false
      test.copied = false
      test.threshold = modes[i] === MEMBER ? setOf[i]! : splits[i]!
      if (plain[t] === 1) {
        if (modes[i] !== LEQ || tracks) plainOf(modes[i]!, splits[i]!, tracks, test)
      } else otherModes[n] = modes[i]! + (tracks ? TRACKS_TRUE : 0)
      copied ||= test.copied
      ints[4 * n] = next
      ints[4 * n + 1] = places[features[i]!]! + (test.copied ? used.length : 0)
      doubles[2 * n + 1] = test.threshold
      const no = test.swapped ? next + 1 : next
      const yes = test.swapped ? next : next + 1
      next += 2
      if (whenFalse[i]! < 0) putLeaf(t, no, -1 - whenFalse[i]!)
      else place[children++] = no
      if (whenTrue[i]! < 0) putLeaf(t, yes, -1 - whenTrue[i]!)
      else place[children++] = yes
    }
  }
  return { roots, depths, ints, doubles, low, plain, modes: otherModes, sets, ownTargets, used, copied }
}
