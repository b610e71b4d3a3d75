import type { Tensor } from '../../backend.js'
import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { bindIntegerConv } from '../integer-conv.js'
import { perLine } from '../integer-product.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindQuantized } from '../quantize.js'
import { takesInput } from '../types.js'

/** The exact Conv of integers plus the bias, quantised as QLinearMatMul's product, with one scale of w or one for each filter. */
function bind(node: NodeContext): Bound {
  const { type, quantizer } = bindQuantized(node, 6)
  const product = bindIntegerConv(node)
  const biased = takesInput(node, 8, ['int32'])
  return {
    types: [type],
    run(inputs) {
      const [x, xScale, xZero, w, wScale, wZero, yScale, yZero, b] = inputs as readonly Tensor[]
      const { dims, data } = product(x!, xZero!, w!, wZero!)
      const filters = dims[1]!
      const scaleOfX = perLine(node, xScale!, 1, 'scales')(0)
      const scaleOf = perLine(node, wScale!, filters, 'scales')
      if (biased) expectDims(node, b!, [filters], 'a bias of ')
      const quantize = quantizer(yScale!, yZero!)
      const out = make(node, type, dims) as Int8Array
      const places = sizeOf(dims, 2)
      for (let i = 0; i < out.length; i++) {
        const filter = Math.floor(i / places) % filters
        const sum = (data[i] as number) + (biased ? (b!.data[filter] as number) : 0)
        out[i] = quantize(sum, scaleOfX, scaleOf(filter))
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const qLinearConv: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'QLinearConv',
  since: 10,
  inputs: [8, 9],
  bind,
})
