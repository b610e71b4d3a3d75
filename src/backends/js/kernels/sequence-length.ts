import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { elementsOf, tensorsIn } from '../sequence.js'

/** The number of tensors in a sequence. */
export const sequenceLength: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceLength',
  since: 11,
  inputs: [1, 1],
  bind(node) {
    elementsOf(node)
    return {
      types: ['int64'],
      run: ([sequence]) => [{ type: 'int64', dims: [], data: BigInt64Array.of(BigInt(tensorsIn(sequence!).length)) }],
    }
  },
})
