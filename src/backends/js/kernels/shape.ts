import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The dims of the input from `start` to before `end`, which since version 15 may count from the end. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, anyType)
  const start = node.version >= 15 ? node.int('start', 0) : 0
  const end = node.version >= 15 ? node.int('end', Infinity) : Infinity
  return {
    types: ['int64'],
    dimsOnly: true,
    run([x]) {
      const dims = x!.dims.slice(start, end)
      return [{ type: 'int64', dims: [dims.length], data: BigInt64Array.from(dims, BigInt) }]
    },
  }
}

export const shape: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Shape', since: 1, inputs: [1, 1], bind })
