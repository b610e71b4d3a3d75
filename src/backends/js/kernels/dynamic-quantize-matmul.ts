import type { Tensor } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindScaled, scaledProduct } from '../scaled-product.js'
import { takesInput } from '../types.js'
import { dynamicQuantizeLinear } from './dynamic-quantize-linear.js'

/** The first matrix is quantised as DynamicQuantizeLinear does, then multiplied. */
function bind(node: NodeContext): Bound {
  const { run } = dynamicQuantizeLinear.bind(node)
  const scaled = bindScaled(node, [1, 2, 3])
  const biased = takesInput(node, 4, ['float32'])
  return {
    types: ['float32'],
    run(inputs) {
      const [a, scale, zero] = run([inputs[0]!]) as readonly Tensor[]
      return [scaledProduct(node, [a!, scale!, zero!], scaled(inputs), biased ? inputs[4]! : null)]
    },
  }
}

export const dynamicQuantizeMatMul: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'DynamicQuantizeMatMul',
  since: 1,
  inputs: [3, 5],
  bind,
})
