import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** Whether x is NaN. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, floats)
  return {
    types: ['bool'],
    run([input]) {
      const x = input!.data
      const out = make(node, 'bool', input!.dims)
      for (let i = 0; i < out.length; i++) out[i] = x[i] !== x[i] ? 1 : 0
      return [tensorOf('bool', input!.dims, out)]
    },
  }
}

export const isNaN: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'IsNaN', since: 9, inputs: [1, 1], bind })
