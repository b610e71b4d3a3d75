import { quote } from '../../../errors.js'
import type { NodeContext } from '../kernel.js'
import { nodeFinder } from './node-ids.js'
import { checkTable } from './read-table.js'
import { LEQ, type TreeTable } from '../../../trees/table.js'

const modeNames = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ']
const LEAF = 255

type Reals = Float32Array | Float64Array

/** A list of floats, or of doubles in the tensor `<name>_as_tensor` since version 3; null when neither is there. */
export function readReals(node: NodeContext, name: string): Reals | null {
  const floats = node.floats(name)
  const tensor = node.version >= 3 ? node.tensor(`${name}_as_tensor`) : null
  if (tensor === null) return floats
  if (floats !== null && floats.length > 0) node.invalid(`expected ${name} or ${name}_as_tensor, got both`)
  if (tensor.type !== 'float64' && tensor.type !== 'float32') {
    node.invalid(`expected ${name}_as_tensor of float64, got ${tensor.type}`)
  }
  return tensor.data as Reals
}

function readModes(node: NodeContext): Uint8Array {
  const names = node.strings('nodes_modes') ?? node.invalid('expected attribute nodes_modes')
  return Uint8Array.from(names, (name) => {
    if (name === 'LEAF') return LEAF
    const mode = modeNames.indexOf(name)
    return mode < 0 ? node.invalid(`expected a mode, got ${quote(name)}`) : mode
  })
}

/** What the operators of one list a node have in common, as the table of TreeEnsemble. */
export interface NodeLists {
  readonly table: TreeTable
  /** Whether some numbers are given as doubles. */
  readonly wide: boolean
}

/**
 * Reads the `nodes_` lists of https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html and the votes, which are
 * named after `votes`. Leaves are nodes there; a tree begins at the one node that no other of its nodes leads to.
 */
export function readNodeLists(node: NodeContext, votes: 'class' | 'target', targets: number): NodeLists {
  const list = (name: string): Int32Array => node.indices(name) ?? node.invalid(`expected attribute ${name}`)
  const reals = (name: string): Reals => readReals(node, name) ?? node.invalid(`expected attribute ${name}`)
  const treeIds = list('nodes_treeids')
  const nodeIds = list('nodes_nodeids')
  const modes = readModes(node)
  // These three say nothing of leaves, and may be negative there.
  const features = node.ints('nodes_featureids') ?? node.invalid('expected attribute nodes_featureids')
  const values = reals('nodes_values')
  const trueIds = node.ints('nodes_truenodeids') ?? node.invalid('expected attribute nodes_truenodeids')
  const falseIds = node.ints('nodes_falsenodeids') ?? node.invalid('expected attribute nodes_falsenodeids')
  const tracks = node.indices('nodes_missing_value_tracks_true')
  const tracksTrue = tracks !== null && tracks.length > 0 ? tracks : null
  node.has('nodes_hitrates')
  if (node.version >= 3) node.has('nodes_hitrates_as_tensor')
  const count = treeIds.length
  const lists = { nodeIds, modes, features, values, trueIds, falseIds, tracksTrue: tracksTrue ?? treeIds }
  for (const [name, { length }] of Object.entries(lists)) {
    if (length !== count) node.invalid(`expected ${count} ${name} of nodes, got ${length}`)
  }
  const find = nodeFinder(node, treeIds, nodeIds)
  const leafOf = new Int32Array(count).fill(-1)
  const branchOf = new Int32Array(count).fill(-1)
  const reached = new Uint8Array(count)
  let leaves = 0
  let branches = 0
  for (let i = 0; i < count; i++) {
    if (modes[i] === LEAF) leafOf[i] = leaves++
    else {
      branchOf[i] = branches++
      reached[find(treeIds[i]!, trueIds[i]!)] = 1
      reached[find(treeIds[i]!, falseIds[i]!)] = 1
    }
  }
  const rootOf = new Map<number, number>()
  let lone = 0
  for (let i = 0; i < count; i++) {
    if (reached[i] === 1) continue
    if (rootOf.has(treeIds[i]!))
      node.invalid(`expected one root of tree ${treeIds[i]}, got another, node ${nodeIds[i]}`)
    rootOf.set(treeIds[i]!, i)
    if (modes[i] === LEAF) lone++
  }
  for (let i = 0; i < count; i++) if (!rootOf.has(treeIds[i]!)) node.invalid(`expected a root of tree ${treeIds[i]}`)
  const size = branches + lone
  const made = {
    features: new Int32Array(size),
    modes: new Uint8Array(size).fill(LEQ),
    splits: values instanceof Float64Array ? new Float64Array(size) : new Float32Array(size),
    tracksTrue: tracksTrue === null ? null : new Int32Array(size),
    whenTrue: new Int32Array(size),
    whenFalse: new Int32Array(size),
  }
  const branchTo = (i: number): number => (leafOf[i]! >= 0 ? -1 - leafOf[i]! : branchOf[i]!)
  for (let i = 0; i < count; i++) {
    const b = branchOf[i]!
    if (b < 0) continue
    made.features[b] = branchFeature(node, features[i]!)
    made.modes[b] = modes[i]!
    made.splits[b] = values[i]!
    if (tracksTrue !== null) made.tracksTrue![b] = tracksTrue[i]!
    made.whenTrue[b] = branchTo(find(treeIds[i]!, trueIds[i]!))
    made.whenFalse[b] = branchTo(find(treeIds[i]!, falseIds[i]!))
  }
  let next = branches
  // A tree that is a leaf becomes a node with both branches on it.
  const roots = Int32Array.from(rootOf.values(), (i) => {
    if (branchOf[i]! >= 0) return branchOf[i]!
    made.whenTrue[next] = made.whenFalse[next] = branchTo(i)
    return next++
  })
  const given = readVotes(node, votes, (tree, id) => leafOf[find(tree, id)]!, leaves)
  const wide = values instanceof Float64Array || given.leafWeights instanceof Float64Array
  const table: TreeTable = { roots, ...made, ...given, targets, members: null }
  checkTable(node, table)
  return { table, wide }
}

function branchFeature(node: NodeContext, feature: number): number {
  if (feature < 0) node.invalid(`expected a feature of at least 0, got ${feature}`)
  // Beyond any limit all the same, and an int32.
  return Math.min(feature, 2147483647)
}

/** The votes in the order of their leaves, without those at other nodes, which have no effect, and for one leaf in the order of the lists. */
function readVotes(
  node: NodeContext,
  kind: 'class' | 'target',
  leafAt: (tree: number, id: number) => number,
  leaves: number,
): Pick<TreeTable, 'leafTargets' | 'leafStarts'> & { readonly leafWeights: Reals } {
  const list = (name: string): Int32Array => node.indices(name) ?? node.invalid(`expected attribute ${name}`)
  const treeIds = list(`${kind}_treeids`)
  const nodeIds = list(`${kind}_nodeids`)
  const ids = list(`${kind}_ids`)
  const weights = readReals(node, `${kind}_weights`) ?? node.invalid(`expected attribute ${kind}_weights`)
  const count = treeIds.length
  for (const { length } of [nodeIds, ids, weights]) {
    if (length !== count) node.invalid(`expected ${count} votes in each ${kind} list, got ${length}`)
  }
  const starts = new Int32Array(leaves + 1)
  const leafOf = Int32Array.from(treeIds, (tree, i) => {
    const leaf = leafAt(tree, nodeIds[i]!)
    if (leaf >= 0) starts[leaf + 1]!++
    return leaf
  })
  for (let i = 0; i < leaves; i++) starts[i + 1]! += starts[i]!
  const free = starts.slice()
  const leafTargets = new Int32Array(starts[leaves]!)
  const leafWeights = weights.slice(0, starts[leaves]!)
  for (let i = 0; i < count; i++) {
    if (leafOf[i]! < 0) continue
    const place = free[leafOf[i]!]!++
    leafTargets[place] = ids[i]!
    leafWeights[place] = weights[i]!
  }
  return { leafTargets, leafWeights, leafStarts: starts }
}
