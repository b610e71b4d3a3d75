import { axisOf, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** To two axes: those before `axis`, and the rest. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const wanted = node.int('axis', 1)
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      const axis = wanted === dims.length ? wanted : axisOf(node, wanted, dims.length)
      return [tensorOf(type, [sizeOf(dims, 0, axis), sizeOf(dims, axis)], data)]
    },
  }
}

export const flatten: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Flatten',
  since: 1,
  inputs: [1, 1],
  bind,
})
