import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindPosition, elementsOf, sequenceOf, tensorsIn } from '../sequence.js'
import { typeOfInput } from '../types.js'

/** A sequence with a tensor more, before the one at the position, or at the end. */
export const sequenceInsert: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceInsert',
  since: 11,
  inputs: [2, 3],
  bind(node) {
    const type = elementsOf(node)
    typeOfInput(node, 1, [type])
    const position = bindPosition(node, 2)
    return {
      types: [sequenceOf(type)],
      run([sequence, tensor, at]) {
        const tensors = tensorsIn(sequence!)
        // A position counts from the end of the old sequence, which is a place of its own.
        const fromEnd = at !== undefined && Number(at.data[0]) < 0
        const place = position(at, fromEnd ? tensors.length : tensors.length + 1)
        return [[...tensors.slice(0, place), tensor!, ...tensors.slice(place)]]
      },
    }
  },
})
