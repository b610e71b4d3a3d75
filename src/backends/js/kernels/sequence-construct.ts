import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { sequenceOf } from '../sequence.js'
import { anyType, commonType } from '../types.js'

/** A sequence of the inputs. */
export const sequenceConstruct: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceConstruct',
  since: 11,
  inputs: [1, Infinity],
  bind(node) {
    const type = commonType(node, anyType)
    if (node.inputs.includes(null)) node.invalid('expected every input')
    return { types: [sequenceOf(type)], run: (inputs) => [inputs] }
  },
})
