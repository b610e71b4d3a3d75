import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindPosition, elementsOf, sequenceOf, tensorsIn } from '../sequence.js'

/** A sequence without the tensor at the position, or without the last. */
export const sequenceErase: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceErase',
  since: 11,
  inputs: [1, 2],
  bind(node) {
    const type = elementsOf(node)
    const position = bindPosition(node, 1)
    return {
      types: [sequenceOf(type)],
      run([sequence, at]) {
        const tensors = tensorsIn(sequence!)
        const place = position(at, tensors.length)
        return [tensors.filter((_, i) => i !== place)]
      },
    }
  },
})
