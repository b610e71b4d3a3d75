import { typeOfCode } from '../../../onnx/types.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { sequenceOf } from '../sequence.js'

/** A sequence of no tensors. */
export const sequenceEmpty: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceEmpty',
  since: 11,
  inputs: [0, 0],
  bind(node) {
    const code = node.int('dtype', 1)
    return { types: [sequenceOf(typeOfCode(code) ?? node.unsupported(`no element type ${code}`))], run: () => [[]] }
  },
})
