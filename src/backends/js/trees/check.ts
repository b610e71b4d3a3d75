import type { NodeContext } from '../kernel.js'
import { readSets, type MemberSet } from './sets.js'
import { MEMBER, type TreeTable } from './table.js'

/** What is known of the trees of a table that are such. */
export interface CheckedTrees {
  /** The nodes, tree by tree, breadth first, the false branch before the true one. */
  readonly order: Int32Array
  /** Where those of each tree end. */
  readonly ends: Int32Array
  readonly depths: Int32Array
  /** The columns that some node reads, and by column which of them it is. */
  readonly used: Int32Array
  readonly places: Int32Array
  readonly sets: readonly MemberSet[]
  /** By node, for MEMBER: its set. Empty where there are no sets. */
  readonly setOf: Int32Array
}

function usedFeatures({ features }: TreeTable): { readonly used: Int32Array; readonly places: Int32Array } {
  const used = Int32Array.from(new Set(features)).sort()
  const places = new Int32Array((used.at(-1) ?? 0) + 1)
  used.forEach((feature, i) => (places[feature] = i))
  return { used, places }
}

/** Refuses nodes that are reached twice or from no root, so also cycles. */
export function checkTrees(node: NodeContext, table: TreeTable): CheckedTrees {
  const { roots, features, modes, trueIds, falseIds, trueLeafs, falseLeafs } = table
  const count = features.length
  node.chargeNodes(count)
  const { used, places } = usedFeatures(table)
  const sets = readSets(node, table)
  const setOf = new Int32Array(sets.length === 0 ? 0 : count)
  for (let i = 0, next = 0; i < setOf.length; i++) if (modes[i] === MEMBER) setOf[i] = next++
  const order = new Int32Array(count)
  const ends = new Int32Array(roots.length)
  const depths = new Int32Array(roots.length)
  const reached = new Uint8Array(count)
  let end = 0
  const add = (i: number): void => {
    if (reached[i] === 1) node.invalid(`expected trees, got a second way to node ${i}`)
    reached[i] = 1
    order[end++] = i
  }
  for (let t = 0, j = 0; t < roots.length; t++) {
    add(roots[t]!)
    for (; j < end; depths[t]!++) {
      for (const level = end; j < level; j++) {
        const i = order[j]!
        if (falseLeafs[i] === 0) add(falseIds[i]!)
        if (trueLeafs[i] === 0) add(trueIds[i]!)
      }
    }
    ends[t] = end
  }
  if (end < count) node.invalid(`expected every node in a tree, got ${count - end} that no root leads to`)
  return { order, ends, depths, used, places, sets, setOf }
}
