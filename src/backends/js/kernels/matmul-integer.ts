import { make, tensorOf } from '../dims.js'
import { bindIntegers, integerProduct } from '../integer-product.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'

/** (a - zero point) · (b - zero point) in int32, which wraps. */
function bind(node: NodeContext): Bound {
  const zerosOf = bindIntegers(node)
  return {
    types: ['int32'],
    run(inputs) {
      const { dims, each } = integerProduct(node, inputs[0]!, inputs[1]!)
      const out = make(node, 'int32', dims)
      each(...zerosOf(inputs), (place, sum) => (out[place] = sum))
      return [tensorOf('int32', dims, out)]
    },
  }
}

export const matMulInteger: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'MatMulInteger',
  since: 10,
  inputs: [2, 4],
  bind,
})
