import { concatenate } from '../concatenate.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { elementsOf, tensorsIn } from '../sequence.js'
import { stackSlices } from '../stack.js'

/** The tensors of a sequence, joined along an axis, or with `new_axis` along a new one. */
function bind(node: NodeContext): Bound {
  const type = elementsOf(node)
  const axis = node.int('axis')
  const stacked = node.int('new_axis', 0) !== 0
  return {
    types: [type],
    run([sequence]) {
      const tensors = tensorsIn(sequence!)
      if (tensors.length === 0) node.refuse('expected a sequence of at least 1 tensor')
      return [stacked ? stackSlices(node, tensors, axis) : concatenate(node, tensors, axis)]
    },
  }
}

export const concatFromSequence: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ConcatFromSequence',
  since: 11,
  inputs: [1, 1],
  bind,
})
