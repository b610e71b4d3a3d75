import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { bindIntegerConv } from '../integer-conv.js'
import { bindIntegers } from '../integer-product.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'

/** Conv of (x - zero point) and (w - zero point) in int32, which wraps. */
function bind(node: NodeContext): Bound {
  const zerosOf = bindIntegers(node)
  const product = bindIntegerConv(node)
  return {
    types: ['int32'],
    run(inputs) {
      const [x, w] = inputs as readonly [Tensor, Tensor]
      const [xZero, wZero] = zerosOf(inputs)
      const { dims, data } = product(x, xZero, w, wZero)
      const out = make(node, 'int32', dims)
      for (let i = 0; i < out.length; i++) out[i] = data[i] as number
      return [tensorOf('int32', dims, out)]
    },
  }
}

export const convInteger: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ConvInteger',
  since: 10,
  inputs: [2, 4],
  bind,
})
