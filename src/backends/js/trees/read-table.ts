import { MEMBER, type TreeTable } from '../../../trees/table.js'
import type { TensorType } from '../../backend.js'
import type { NodeContext } from '../kernel.js'

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
    whenTrue: readBranches(node, 'true'),
    whenFalse: readBranches(node, 'false'),
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

/** Nodes that are looked at in one call: engines make machine code of a loop between its calls. */
const BLOCK = 512

function readBranches(node: NodeContext, way: 'true' | 'false'): Int32Array {
  const list = (name: string): Int32Array => node.indices(name) ?? node.invalid(`expected attribute ${name}`)
  const ids = list(`nodes_${way}nodeids`)
  const leafs = list(`nodes_${way}leafs`)
  if (leafs.length !== ids.length)
    node.invalid(`expected ${ids.length} ${way} leaf flags of nodes, got ${leafs.length}`)
  const branches = ids.slice()
  for (let start = 0; start < ids.length; start += BLOCK) {
    markLeaves(node, branches, leafs, start, Math.min(start + BLOCK, ids.length))
  }
  return branches
}

function markLeaves(node: NodeContext, branches: Int32Array, leafs: Int32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    if (leafs[i]! > 1) node.invalid(`expected leaf flags of 0 or 1, got ${leafs[i]} at ${i}`)
    if (leafs[i] === 1) branches[i] = -1 - branches[i]!
  }
}

/** Throws ERR_ONNX_INVALID for lists of unequal lengths and indices of nothing. */
export function checkTable(node: NodeContext, table: TreeTable): void {
  const { features, modes, splits, tracksTrue, whenTrue, whenFalse } = table
  const count = features.length
  const lists = { modes, splits, trueIds: whenTrue, falseIds: whenFalse, tracksTrue: tracksTrue ?? features }
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

function checkBranches(node: NodeContext, table: TreeTable, leaves: number, start: number, end: number): void {
  const { modes, whenTrue, whenFalse } = table
  const count = modes.length
  for (let i = start; i < end; i++) {
    if (modes[i]! > MEMBER) node.invalid(`expected a mode up to ${MEMBER}, got ${modes[i]} at ${i}`)
    if (whenTrue[i]! >= count || whenTrue[i]! < -leaves) noBranch(node, 'true', whenTrue, i)
    if (whenFalse[i]! >= count || whenFalse[i]! < -leaves) noBranch(node, 'false', whenFalse, i)
  }
}

function noBranch(node: NodeContext, way: string, branches: Int32Array, i: number): never {
  const to = branches[i]!
  return node.invalid(`node ${i}: no ${way} branch ${to < 0 ? -1 - to : to}`)
}

function checkBelow(node: NodeContext, what: string, values: Int32Array, limit: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= limit) node.invalid(`expected ${what} below ${limit}, got ${values[i]} at ${i}`)
  }
}
