import type { TreeSite } from './site.js'

export const LEQ = 0
export const LT = 1
export const GTE = 2
export const GT = 3
export const EQ = 4
export const MEMBER = 6

/** Trees as ONNX's TreeEnsemble lists them, with every index checked. */
export interface TreeTable {
  readonly roots: Int32Array
  readonly features: Int32Array
  readonly modes: Uint8Array
  readonly splits: ArrayLike<number>
  readonly tracksTrue: Int32Array | null
  readonly trueIds: Int32Array
  readonly falseIds: Int32Array
  readonly trueLeafs: Int32Array
  readonly falseLeafs: Int32Array
  /** Where the votes of each leaf begin, and after the last where they end; null where leaf i has vote i alone. */
  readonly leafStarts: Int32Array | null
  /** Of each vote. */
  readonly leafTargets: Int32Array
  readonly leafWeights: ArrayLike<number>
  readonly targets: number
  /** NaN after each set, in the order of the MEMBER nodes. */
  readonly members: ArrayLike<number> | null
}

/** Refuses lists of unequal lengths and indices of nothing. */
export function checkTable(site: TreeSite, table: TreeTable): void {
  const { features, modes, splits, tracksTrue, trueIds, falseIds, trueLeafs, falseLeafs } = table
  const count = features.length
  const lists = { modes, splits, trueIds, falseIds, trueLeafs, falseLeafs, tracksTrue: tracksTrue ?? features }
  for (const [name, list] of Object.entries(lists)) {
    if (list.length !== count) site.invalid(`expected ${count} ${name} of nodes, got ${list.length}`)
  }
  const votes = table.leafWeights.length
  const leaves = table.leafStarts === null ? votes : table.leafStarts.length - 1
  if (table.leafTargets.length !== votes) {
    site.invalid(`expected ${votes} target ids, got ${table.leafTargets.length}`)
  }
  if (!(table.targets >= 1)) site.invalid(`expected at least 1 target, got ${table.targets}`)
  if (table.roots.length === 0) site.invalid('expected at least one tree')
  checkBelow(site, 'a root', table.roots, count)
  checkBelow(site, 'a target id', table.leafTargets, table.targets)
  if (tracksTrue !== null) checkBelow(site, 'nodes_missing_value_tracks_true', tracksTrue, 2)
  for (let start = 0; start < count; start += BLOCK) {
    checkBranches(site, table, leaves, start, Math.min(start + BLOCK, count))
  }
}

/** Nodes that are checked in one call: engines make machine code of a loop between its calls. */
const BLOCK = 512

function checkBranches(site: TreeSite, table: TreeTable, leaves: number, start: number, end: number): void {
  const { modes, trueIds, falseIds, trueLeafs, falseLeafs } = table
  const count = modes.length
  for (let i = start; i < end; i++) {
    const whenTrue = trueLeafs[i]!
    const whenFalse = falseLeafs[i]!
    if (modes[i]! > MEMBER) site.invalid(`expected a mode up to ${MEMBER}, got ${modes[i]} at ${i}`)
    if (whenTrue > 1 || whenFalse > 1)
      site.invalid(`expected leaf flags of 0 or 1, got ${whenTrue} and ${whenFalse} at ${i}`)
    if (trueIds[i]! >= (whenTrue === 1 ? leaves : count)) site.invalid(`node ${i}: no true branch ${trueIds[i]}`)
    if (falseIds[i]! >= (whenFalse === 1 ? leaves : count)) site.invalid(`node ${i}: no false branch ${falseIds[i]}`)
  }
}

function checkBelow(site: TreeSite, what: string, values: Int32Array, limit: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= limit) site.invalid(`expected ${what} below ${limit}, got ${values[i]} at ${i}`)
  }
}
