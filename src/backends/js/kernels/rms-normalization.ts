import { fitTo } from '../broadcast.js'
import { axisOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { commonType, floats } from '../types.js'

/** Over all axes from `axis` on: x · (1 / sqrt(mean of the squares + epsilon)) · scale, with sums in order. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const round = type === 'float32' ? Math.fround : Number
  const epsilon = node.float('epsilon', 1e-5)
  const wanted = node.int('axis', -1)
  if (node.int('stash_type', 1) !== 1) node.unsupported('expected stash_type 1')
  return {
    types: [type],
    run([x, scale]) {
      const { dims } = x!
      const axis = axisOf(node, wanted, dims.length)
      const count = sizeOf(dims, axis)
      const data = x!.data as Float64Array
      const factors = fitTo(node, scale!, dims).data as Float64Array
      const out = make(node, type, dims) as Float64Array
      for (let start = 0; start < out.length; start += count) {
        let squares = 0
        for (let i = start; i < start + count; i++) squares = round(squares + round(data[i]! * data[i]!))
        const inverse = round(1 / round(Math.sqrt(round(round(squares / count) + epsilon))))
        for (let i = start; i < start + count; i++) out[i] = round(data[i]! * inverse) * factors[i]!
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const rmsNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'RMSNormalization',
  since: 23,
  inputs: [2, 2],
  bind,
})
