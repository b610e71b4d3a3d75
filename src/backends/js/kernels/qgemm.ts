import type { Tensor } from '../../backend.js'
import { fitTo } from '../broadcast.js'
import { make, tensorOf, transposed } from '../dims.js'
import { integerProduct, perLine } from '../integer-product.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindQuantized } from '../quantize.js'
import { takesInput } from '../types.js'

const { fround } = Math

/** The exact product of integers, in which b has one scale and zero point or one a column, plus c; float32 where y has no scale. */
function bind(node: NodeContext): Bound {
  const { type, quantizer } = bindQuantized(node, 7)
  const alpha = fround(node.float('alpha', 1))
  const [transA, transB] = [node.int('transA', 0) !== 0, node.int('transB', 0) !== 0]
  const biased = takesInput(node, 6, ['int32'])
  return {
    types: [type],
    run(inputs) {
      const [a, aScale, aZero, b, bScale, bZero, c, yScale, yZero] = inputs as readonly Tensor[]
      if (a!.dims.length !== 2 || b!.dims.length !== 2) node.refuse('expected a and b of 2 dimensions')
      const [left, right] = [transA ? transposed(node, a!) : a!, transB ? transposed(node, b!) : b!]
      const { dims, columns, each } = integerProduct(node, left, right)
      const bias = biased ? (fitTo(node, c!, dims).data as Int32Array) : null
      const scaleOfA = fround(alpha * perLine(node, aScale!, 1, 'scales')(0))
      const scaleOf = perLine(node, bScale!, columns, 'scales')
      perLine(node, aZero!, 1, 'zero points')
      const quantize = quantizer(yScale, yZero)
      const out = make(node, type, dims) as Float32Array
      each(aZero!, bZero!, (place, sum, _, column) => {
        out[place] = quantize(sum + (bias?.[place] ?? 0), scaleOfA, scaleOf(column))
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const qGemm: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'QGemm',
  since: 1,
  inputs: [6, 9],
  bind,
})
