import type { Tensor } from '../backend.js'
import { expectDims } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { add } from './kernels/add.js'
import { hasInput } from './types.js'

/** An operator of one input to which input 1, one number for each place of the last axis, is added before. */
export function bindBiased(node: NodeContext, bind: (node: NodeContext) => Bound): Bound {
  const { types, run } = bind({ ...node, inputs: node.inputs.slice(0, 1) })
  if (!hasInput(node, 1)) return { types, run: ([x]) => run([x!]) }
  const sum = add.bind(node)
  return {
    types,
    run([x, bias]) {
      expectDims(node, bias!, [x!.dims.at(-1) ?? -1], 'a bias of ')
      return run([sum.run([x!, bias!])[0] as Tensor])
    },
  }
}
