import { broadcastDims, expandTo } from '../broadcast.js'
import { integersOf, MAX_RANK } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The input, broadcast with a shape. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, shape]) {
      if (shape!.data.length > MAX_RANK) node.refuse(`expected at most ${MAX_RANK} dimensions`)
      const wanted = integersOf(shape!)
      if (wanted.some((size) => size < 0)) node.refuse(`expected sizes of at least 0, got [${wanted.join(', ')}]`)
      return [expandTo(node, x!, broadcastDims(node, x!.dims, wanted))]
    },
  }
}

export const expand: Kernel = { domain: '', name: 'Expand', since: 8, inputs: [2, 2], bind }
