import { broadcastDims, expandTo } from '../broadcast.js'
import { sizesOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The input, broadcast with a shape. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, shape]) {
      return [expandTo(node, x!, broadcastDims(node, x!.dims, sizesOf(node, shape!)))]
    },
  }
}

export const expand: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Expand',
  since: 8,
  inputs: [2, 2],
  bind,
})
