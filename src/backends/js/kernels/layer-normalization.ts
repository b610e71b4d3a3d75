import { axisOf, make, sizeOf, tensorOf } from '../dims.js'
import { fitTo } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { momentsOf } from '../moments.js'
import { commonType, floats, hasInput } from '../types.js'

/** Over all axes from `axis` on: (x - mean) · (1 / sqrt(variance + epsilon)) · scale + bias, with sums in order. What is kept of a row is float32. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const round = type === 'float32' ? Math.fround : Number
  const epsilon = node.float('epsilon', 1e-5)
  const wanted = node.int('axis', -1)
  if (node.int('stash_type', 1) !== 1) node.unsupported('expected stash_type 1')
  const biased = hasInput(node, 2)
  return {
    types: [type, 'float32', 'float32'],
    run([x, scale, bias]) {
      const { dims } = x!
      const axis = axisOf(node, wanted, dims.length)
      const count = sizeOf(dims, axis)
      const rows = sizeOf(dims, 0, axis)
      const shape = dims.slice(axis)
      const s = fitTo(node, scale!, shape).data as Float64Array
      const b = biased ? (fitTo(node, bias!, shape).data as Float64Array) : null
      const data = x!.data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const kept = dims.map((size, i) => (i < axis ? size : 1))
      const means = make(node, 'float32', kept)
      const inverses = make(node, 'float32', kept)
      for (let r = 0; r < rows; r++) {
        const start = r * count
        const [mean, inverse] = momentsOf(data, start, count, epsilon, round)
        for (let i = 0; i < count; i++) {
          const scaled = round(round(round(data[start + i]! - mean) * inverse) * s[i]!)
          out[start + i] = b === null ? scaled : scaled + b[i]!
        }
        means[r] = mean
        inverses[r] = inverse
      }
      return [tensorOf(type, dims, out), tensorOf('float32', kept, means), tensorOf('float32', kept, inverses)]
    },
  }
}

export const layerNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LayerNormalization',
  since: 17,
  inputs: [2, 3],
  bind,
})
