import { checkLimit } from '../limits.js'
import type { TreeSite } from './site.js'
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

/** Nodes in their order, as far as trees were gone through, and what was seen in them. */
interface Walk {
  readonly order: Int32Array
  readonly reached: Uint8Array
  /** By column: 1 where a node reads it. */
  readonly seen: Int32Array
  end: number
  members: number
}

// Each long loop is a function of its own: engines then make one piece of machine code for it.

function columnsOf({ features }: TreeTable): number {
  let columns = 1
  for (let i = 0; i < features.length; i++) if (features[i]! >= columns) columns = features[i]! + 1
  return columns
}

/** Puts the nodes of a tree in order, and says how deep it is. */
function walkTree(site: TreeSite, table: TreeTable, walk: Walk, root: number): number {
  const { features, modes, whenTrue, whenFalse } = table
  const { order, reached, seen } = walk
  let { end, members } = walk
  let j = end
  if (reached[root] === 1) twice(site, root)
  reached[root] = 1
  order[end++] = root
  let depth = 0
  for (; j < end; depth++) {
    for (const level = end; j < level; j++) {
      const i = order[j]!
      seen[features[i]!] = 1
      if (modes[i] === MEMBER) members++
      const no = whenFalse[i]!
      if (no >= 0) {
        if (reached[no] === 1) twice(site, no)
        reached[no] = 1
        order[end++] = no
      }
      const yes = whenTrue[i]!
      if (yes >= 0) {
        if (reached[yes] === 1) twice(site, yes)
        reached[yes] = 1
        order[end++] = yes
      }
    }
  }
  walk.end = end
  walk.members = members
  return depth
}

function twice(site: TreeSite, i: number): never {
  return site.invalid(`expected trees, got a second way to node ${i}`)
}

/** Refuses nodes that are reached twice or from no root, so also cycles. ERR_LIMIT for a feature beyond the limit. */
export function checkTrees(site: TreeSite, table: TreeTable): CheckedTrees {
  const { roots, modes } = table
  const count = modes.length
  site.chargeNodes(count)
  const columns = columnsOf(table)
  checkLimit(columns, site.limits.width, 'features', site.at)
  const places = new Int32Array(columns)
  const order = new Int32Array(count)
  const ends = new Int32Array(roots.length)
  const depths = new Int32Array(roots.length)
  const walk: Walk = { order, reached: new Uint8Array(count), seen: places, end: 0, members: 0 }
  for (let t = 0; t < roots.length; t++) {
    depths[t] = walkTree(site, table, walk, roots[t]!)
    ends[t] = walk.end
  }
  const { end, members } = walk
  if (end < count) site.invalid(`expected every node in a tree, got ${count - end} that no root leads to`)
  const sets = readSets(site, table, members)
  const setOf = new Int32Array(members === 0 ? 0 : count)
  for (let i = 0, next = 0; i < setOf.length; i++) if (modes[i] === MEMBER) setOf[i] = next++
  const used: number[] = []
  for (let column = 0; column < columns; column++) {
    if (places[column] === 1) places[column] = used.push(column) - 1
  }
  return { order, ends, depths, used: Int32Array.from(used), places, sets, setOf }
}
