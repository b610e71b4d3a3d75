import { broadcastDims, expandTo } from '../broadcast.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** Elements of the second input where the first is true, else of the third. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['bool'])
  const type = typeOfInput(node, 1, anyType)
  const other = typeOfInput(node, 2, anyType)
  if (other !== type) node.invalid(`expected inputs of one type, got ${type} and ${other}`)
  return {
    types: [type],
    run([condition, a, b]) {
      const dims = broadcastDims(node, broadcastDims(node, condition!.dims, a!.dims), b!.dims)
      const [test, x, y] = [condition!, a!, b!].map((input) => expandTo(node, input, dims).data)
      const out = make(node, type, dims) as { [index: number]: unknown }
      for (let i = 0; i < x!.length; i++) out[i] = test![i] === 1 ? x![i] : y![i]
      return [tensorOf(type, dims, out as never)]
    },
  }
}

export const where: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Where', since: 9, inputs: [3, 3], bind })
