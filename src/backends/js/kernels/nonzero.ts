import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { numbers, typeOfInput } from '../types.js'

/** The places of the elements that are not 0, one a column, in row-major order. NaN is not 0. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, [...numbers, 'bool'])
  return {
    types: ['int64'],
    run([x]) {
      const { dims, data } = x!
      let count = 0
      for (let i = 0; i < data.length; i++) if (data[i] != 0) count++
      const out = make(node, 'int64', [dims.length, count])
      for (let i = 0, column = 0; i < data.length; i++) {
        if (data[i] == 0) continue
        for (let d = dims.length - 1, rest = i; d >= 0; d--) {
          out[d * count + column] = BigInt(rest % dims[d]!)
          rest = Math.floor(rest / dims[d]!)
        }
        column++
      }
      return [tensorOf('int64', [dims.length, count], out)]
    },
  }
}

export const nonZero: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'NonZero',
  since: 9,
  inputs: [1, 1],
  bind,
})
