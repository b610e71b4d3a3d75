import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindScaled, scaledProduct } from '../scaled-product.js'
import { takesInput } from '../types.js'

/** The product of two matrices of 8 bits, in float32. */
function bind(node: NodeContext): Bound {
  const [left, right] = [bindScaled(node, [0, 2, 4]), bindScaled(node, [1, 3, 5])]
  const biased = takesInput(node, 6, ['float32'])
  return {
    types: ['float32'],
    run: (inputs) => [scaledProduct(node, left(inputs), right(inputs), biased ? inputs[6]! : null)],
  }
}

export const matMulIntegerToFloat: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'MatMulIntegerToFloat',
  since: 1,
  inputs: [4, 7],
  bind,
})
