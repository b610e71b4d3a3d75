import { sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The number of elements. */
export const size: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Size',
  since: 1,
  inputs: [1, 1],
  bind(node: NodeContext) {
    typeOfInput(node, 0, anyType)
    return {
      types: ['int64'],
      dimsOnly: true,
      run: ([x]) => [tensorOf('int64', [], BigInt64Array.of(BigInt(sizeOf(x!.dims))))],
    }
  },
})
