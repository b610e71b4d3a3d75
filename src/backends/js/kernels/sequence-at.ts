import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindPosition, elementsOf, tensorsIn } from '../sequence.js'

/** One tensor of a sequence. */
export const sequenceAt: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceAt',
  since: 11,
  inputs: [2, 2],
  bind(node) {
    const type = elementsOf(node)
    const position = bindPosition(node, 1)
    return {
      types: [type],
      run([sequence, at]) {
        const tensors = tensorsIn(sequence!)
        return [tensors[position(at, tensors.length)]!]
      },
    }
  },
})
