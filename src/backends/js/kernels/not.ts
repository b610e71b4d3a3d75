import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** Whether x is false. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['bool'])
  return {
    types: ['bool'],
    run([input]) {
      const x = input!.data
      const out = make(node, 'bool', input!.dims)
      for (let i = 0; i < out.length; i++) out[i] = x[i] === 0 ? 1 : 0
      return [tensorOf('bool', input!.dims, out)]
    },
  }
}

export const not: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Not', since: 1, inputs: [1, 1], bind })
