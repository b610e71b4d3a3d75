import type { TensorType } from '../../backend.js'
import type { NodeContext } from '../kernel.js'

export const LEQ = 0
export const LT = 1
export const GTE = 2
export const GT = 3
export const EQ = 4
export const MEMBER = 6

/** The attributes of a TreeEnsemble, with every index checked. */
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

type Floats = Float32Array | Float64Array

/** Reads and checks the attributes of https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsemble.html for an input of `type`. */
export function readTable(node: NodeContext, type: TensorType): TreeTable {
  const list = (name: string): Int32Array => node.indices(name) ?? node.invalid(`expected attribute ${name}`)
  const tensor = (name: string, expected: TensorType): Floats | Uint8Array | null => {
    const value = node.tensor(name)
    if (value !== null && value.type !== expected) node.invalid(`expected ${name} of ${expected}, got ${value.type}`)
    return (value?.data as Floats | undefined) ?? null
  }
  const required = (name: string, expected: TensorType): Floats | Uint8Array =>
    tensor(name, expected) ?? node.invalid(`expected attribute ${name}`)
  const table: TreeTable = {
    roots: list('tree_roots'),
    features: list('nodes_featureids'),
    modes: required('nodes_modes', 'uint8') as Uint8Array,
    splits: required('nodes_splits', type),
    tracksTrue: node.indices('nodes_missing_value_tracks_true'),
    trueIds: list('nodes_truenodeids'),
    falseIds: list('nodes_falsenodeids'),
    trueLeafs: list('nodes_trueleafs'),
    falseLeafs: list('nodes_falseleafs'),
    leafStarts: null,
    leafTargets: list('leaf_targetids'),
    leafWeights: required('leaf_weights', type),
    targets: node.int('n_targets'),
    members: tensor('membership_values', type),
  }
  // Said to have no effect.
  node.has('nodes_hitrates')
  checkTable(node, table)
  return table
}

/** Throws ERR_ONNX_INVALID for lists of unequal lengths and indices of nothing. */
export function checkTable(node: NodeContext, table: TreeTable): void {
  const { features, modes, splits, tracksTrue, trueIds, falseIds, trueLeafs, falseLeafs } = table
  const count = features.length
  const lists = { modes, splits, trueIds, falseIds, trueLeafs, falseLeafs, tracksTrue: tracksTrue ?? features }
  for (const [name, list] of Object.entries(lists)) {
    if (list.length !== count) node.invalid(`expected ${count} ${name} of nodes, got ${list.length}`)
  }
  const votes = table.leafWeights.length
  const leaves = table.leafStarts === null ? votes : table.leafStarts.length - 1
  if (table.leafTargets.length !== votes) {
    node.invalid(`expected ${votes} target ids, got ${table.leafTargets.length}`)
  }
  if (!(table.targets >= 1)) node.invalid(`expected at least 1 target, got ${table.targets}`)
  if (table.roots.length === 0) node.invalid('expected at least one tree')
  checkBelow(node, 'a root', table.roots, count)
  checkBelow(node, 'a target id', table.leafTargets, table.targets)
  if (tracksTrue !== null) checkBelow(node, 'nodes_missing_value_tracks_true', tracksTrue, 2)
  for (let start = 0; start < count; start += BLOCK) {
    checkBranches(node, table, leaves, start, Math.min(start + BLOCK, count))
  }
}

/** Nodes that are checked in one call: engines make machine code of a loop between its calls. */
const BLOCK = 512

function checkBranches(node: NodeContext, table: TreeTable, leaves: number, start: number, end: number): void {
  const { modes, trueIds, falseIds, trueLeafs, falseLeafs } = table
  const count = modes.length
  for (let i = start; i < end; i++) {
    const whenTrue = trueLeafs[i]!
    const whenFalse = falseLeafs[i]!
    if (modes[i]! > MEMBER) node.invalid(`expected a mode up to ${MEMBER}, got ${modes[i]} at ${i}`)
    if (whenTrue > 1 || whenFalse > 1)
      node.invalid(`expected leaf flags of 0 or 1, got ${whenTrue} and ${whenFalse} at ${i}`)
    if (trueIds[i]! >= (whenTrue === 1 ? leaves : count)) node.invalid(`node ${i}: no true branch ${trueIds[i]}`)
    if (falseIds[i]! >= (whenFalse === 1 ? leaves : count)) node.invalid(`node ${i}: no false branch ${falseIds[i]}`)
  }
}

function checkBelow(node: NodeContext, what: string, values: Int32Array, limit: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= limit) node.invalid(`expected ${what} below ${limit}, got ${values[i]} at ${i}`)
  }
}
