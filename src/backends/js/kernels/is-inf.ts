import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'
import { make, tensorOf } from '../dims.js'
import { floats, typeOfInput } from '../types.js'

/** Whether x is an infinity of a sign that is asked for. */
export const isInf: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'IsInf',
  since: 10,
  inputs: [1, 1],
  bind(node: NodeContext) {
    typeOfInput(node, 0, floats)
    const high = node.int('detect_positive', 1) !== 0
    const low = node.int('detect_negative', 1) !== 0
    return {
      types: ['bool'],
      run([x]) {
        const out = make(node, 'bool', x!.dims)
        for (let i = 0; i < out.length; i++) {
          out[i] = (high && x!.data[i] === Infinity) || (low && x!.data[i] === -Infinity) ? 1 : 0
        }
        return [tensorOf('bool', x!.dims, out)]
      },
    }
  },
})
