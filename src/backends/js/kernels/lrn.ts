import { pow } from '../../../math/pow.js'
import { make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** x / (bias + alpha / size · sum of squares)^beta over `size` channels around each, in float64, rounded once. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const size = node.int('size')
  const [alpha, beta, bias] = [node.float('alpha', 1e-4), node.float('beta', 0.75), node.float('bias', 1)]
  if (!(size >= 1)) node.invalid(`expected a size of at least 1, got ${size}`)
  const before = Math.floor((size - 1) / 2)
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      if (dims.length < 2) node.refuse(`expected at least 2 dimensions, got ${dims.length}`)
      const [channels, area] = [dims[1]!, sizeOf(dims, 2)]
      const data = x!.data as Float64Array
      const out = make(node, type, dims) as Float64Array
      node.charge(out.length * (Math.min(size, channels) + 16))
      for (let i = 0; i < out.length; i++) {
        const channel = Math.floor(i / area) % channels
        const [first, last] = [Math.max(0, channel - before), Math.min(channels - 1, channel - before + size - 1)]
        let sum = 0
        for (let c = first; c <= last; c++) sum += data[i + (c - channel) * area]! * data[i + (c - channel) * area]!
        out[i] = data[i]! / pow(bias + (alpha / size) * sum, beta)
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const lrn: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'LRN', since: 1, inputs: [1, 1], bind })
