import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { integerProduct, perLine } from '../integer-product.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindQuantized } from '../quantize.js'

/**
 * The exact product of integers, times float32 of (scale of a's row · scale of b's column / scale of y), to the nearest integer, plus the
 * zero point.
 */
function bind(node: NodeContext): Bound {
  const { type, quantizer } = bindQuantized(node, 6)
  return {
    types: [type],
    run(inputs) {
      const [a, aScale, aZero, b, bScale, bZero, yScale, yZero] = inputs as readonly Tensor[]
      const { dims, rows, columns, each } = integerProduct(node, a!, b!)
      const out = make(node, type, dims) as Int8Array
      const quantize = quantizer(yScale!, yZero!)
      const aScales = perLine(node, aScale!, rows, 'scales')
      const bScales = perLine(node, bScale!, columns, 'scales')
      each(aZero!, bZero!, (place, sum, row, column) => {
        out[place] = quantize(sum, aScales(row), bScales(column))
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const qLinearMatMul: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'QLinearMatMul',
  since: 10,
  inputs: [8, 8],
  bind,
})
