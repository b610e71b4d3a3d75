import { make, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { MAX, SUM, type Ensemble } from '../trees/ensemble.js'
import { layOut } from '../trees/layout.js'
import { packLayout } from '../trees/packed.js'
import { NONE, SOFTMAX_ZERO } from '../trees/post-transform.js'
import { prepareScore, rowsInBlock } from '../trees/score.js'
import { readTable } from '../trees/table.js'
import { packedWalker } from '../trees/walk-packed.js'
import { walkerOf } from '../trees/walk.js'
import { floats, typeOfInput } from '../types.js'

function readEnsemble(node: NodeContext, single: boolean): readonly [Ensemble, steps: number] {
  const table = readTable(node, single ? 'float32' : 'float64')
  const aggregate = node.int('aggregate_function', SUM)
  if (!(aggregate >= 0 && aggregate <= MAX)) {
    node.invalid(`expected aggregate_function from 0 to ${MAX}, got ${aggregate}`)
  }
  const { leafTargets, targets, leafWeights: weights } = table
  const leafWeights = weights instanceof Float64Array ? weights : Float64Array.from(weights)
  const layout = layOut(node, table)
  const packed = packLayout(layout, weights.length, node.inputs[0]!.single)
  const walker = packed === null ? walkerOf(layout) : packedWalker(packed)
  const { used, copied, depths } = layout
  const steps = depths.reduce((sum, depth) => sum + depth + 1, targets)
  return [{ walker, trees: depths.length, used, copied, leafTargets, leafWeights, targets, aggregate, single }, steps]
}

function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const [ensemble, steps] = readEnsemble(node, type === 'float32')
  const post = node.int('post_transform', NONE)
  if (!(post >= NONE && post <= SOFTMAX_ZERO)) node.unsupported(`no post_transform ${post}`)
  const { used, targets } = ensemble
  const columns = used.at(-1)! + 1
  // What a block of rows takes is taken in every call.
  node.count([rowsInBlock(ensemble), used.length * 2 + targets])
  const score = prepareScore(ensemble, post)
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      if (dims.length !== 2 || dims[1]! < columns) {
        node.refuse(`expected [rows, at least ${columns}], got [${dims.join(', ')}]`)
      }
      const made = [dims[0]!, targets]
      node.charge(dims[0]! * steps)
      const out = make(node, type, made)
      score(data as Float64Array, dims[1]!, dims[0]!, out as Float64Array)
      return [tensorOf(type, made, out)]
    },
  }
}

/** Version 5 of the domain. Leaves are added in the order of `tree_roots`, in the input's element type. */
export const treeEnsemble: Kernel = { domain: 'ai.onnx.ml', name: 'TreeEnsemble', since: 5, inputs: [1, 1], bind }
