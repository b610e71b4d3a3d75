import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { momentsOf } from '../moments.js'
import { commonType, floats } from '../types.js'

/**
 * Each group of channels of each row: ((x - mean) · (1 / sqrt(variance + epsilon))) · scale + bias, of which there is one for each
 * channel, before version 21 for each group.
 */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const groups = node.int('num_groups')
  if (!(groups >= 1)) node.invalid(`expected num_groups of at least 1, got ${groups}`)
  const byGroup = node.version < 21
  if (!byGroup && node.int('stash_type', 1) !== 1) node.unsupported('expected stash_type 1')
  const round = type === 'float32' ? Math.fround : Number
  const epsilon = node.float('epsilon', 1e-5)
  return {
    types: [type],
    run([x, scale, bias]) {
      const { dims, data } = x!
      const channels = dims[1] ?? 0
      if (dims.length < 2 || channels % groups !== 0)
        node.refuse(`expected a multiple of ${groups} channels, got ${channels}`)
      const wanted = byGroup ? groups : channels
      for (const given of [scale!, bias!]) expectDims(node, given, [wanted])
      const [s, b] = [scale!.data as Float64Array, bias!.data as Float64Array]
      const cells = data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const area = sizeOf(dims, 2)
      const count = (channels / groups) * area
      const shared = byGroup ? count : area
      for (let start = 0; start < out.length; start += count) {
        const [mean, inverse] = momentsOf(cells, start, count, epsilon, round)
        for (let i = start; i < start + count; i++) {
          const index = Math.floor(i / shared) % wanted
          out[i] = round(round(round(cells[i]! - mean) * inverse) * s[index]!) + b[index]!
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const groupNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GroupNormalization',
  since: 18,
  inputs: [3, 3],
  bind,
})
