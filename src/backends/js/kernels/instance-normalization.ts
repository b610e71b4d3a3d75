import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { momentsOf } from '../moments.js'
import { commonType, floats } from '../types.js'

/** Each channel of each row: ((x - mean) · (1 / sqrt(variance + epsilon))) · scale + bias. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  if (node.version < 6) node.has('consumed_inputs')
  const round = type === 'float32' ? Math.fround : Number
  const epsilon = node.float('epsilon', 1e-5)
  return {
    types: [type],
    run([x, scale, bias]) {
      const { dims, data } = x!
      if (dims.length < 3) node.refuse(`expected at least 3 dimensions, got ${dims.length}`)
      const channels = dims[1]!
      for (const given of [scale!, bias!]) expectDims(node, given, [channels])
      const [s, b] = [scale!.data as Float64Array, bias!.data as Float64Array]
      const cells = data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const area = sizeOf(dims, 2)
      for (let start = 0, c = 0; start < out.length; start += area, c = (c + 1) % channels) {
        const [mean, inverse] = momentsOf(cells, start, area, epsilon, round)
        for (let i = start; i < start + area; i++) {
          out[i] = round(round(round(cells[i]! - mean) * inverse) * s[c]!) + b[c]!
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const instanceNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'InstanceNormalization',
  since: 1,
  inputs: [3, 3],
  bind,
})
