import { concatenate } from '../concatenate.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { anyType, commonType } from '../types.js'

export const concat: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Concat',
  since: 4,
  inputs: [1, Infinity],
  bind(node) {
    const type = commonType(node, anyType)
    const axis = node.int('axis')
    if (node.inputs.includes(null)) node.invalid('expected every input')
    return { types: [type], run: (inputs) => [concatenate(node, inputs, axis)] }
  },
})
