import type { TensorType } from '../../backend.js'
import { checkTable, type TreeTable } from '../../../trees/table.js'
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
