import type { Tensor } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { hasInput } from '../types.js'
import { add } from './add.js'
import { layerNormalization } from './layer-normalization.js'

/** LayerNormalization over the last axis of the sum of two inputs and a bias; the fourth result is that sum. */
function bind(node: NodeContext): Bound {
  const [x, skip, gamma, beta = null, bias = null] = node.inputs
  const sum = add.bind({ ...node, inputs: [x!, skip!] })
  const more = bias === null ? null : add.bind({ ...node, inputs: [x!, bias] })
  const { types, run } = layerNormalization.bind({
    ...node,
    inputs: hasInput(node, 3) ? [x!, gamma!, beta] : [x!, gamma!],
    int: (_, fallback) => fallback!,
    float: () => node.float('epsilon', 1e-12),
  })
  return {
    types: [...types, types[0]!],
    run([a, b, scale, offset, last]) {
      let total = sum.run([a!, b!])[0] as Tensor
      if (more !== null) total = more.run([total, last!])[0] as Tensor
      const { dims } = a!
      if (total.dims.join() !== dims.join()) node.refuse(`expected inputs that broadcast to [${dims.join(', ')}]`)
      return [...run([total, scale!, offset!]), total]
    },
  }
}

export const skipLayerNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'SkipLayerNormalization',
  since: 1,
  inputs: [3, 5],
  bind,
})
