import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { integerProduct, perLine } from '../integer-product.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { nearestEven, ranges } from '../quantize.js'
import { typeOfInput } from '../types.js'

const { fround } = Math

/**
 * The exact product of integers, times float32 of (scale of a's row · scale of b's column / scale of y), to the nearest integer, plus the
 * zero point.
 */
function bind(node: NodeContext): Bound {
  const small = ['int8', 'uint8'] as const
  for (const i of [0, 3]) {
    const type = typeOfInput(node, i, small)
    typeOfInput(node, i + 2, [type])
    typeOfInput(node, i + 1, ['float32'])
  }
  typeOfInput(node, 6, ['float32'])
  const type = typeOfInput(node, 7, small)
  const [low, high] = ranges[type]!
  const one = (tensor: Tensor): number => {
    if (tensor.data.length !== 1) node.refuse('expected one scale and zero point of the result')
    return tensor.data[0] as number
  }
  return {
    types: [type],
    run(inputs) {
      const [a, aScale, aZero, b, bScale, bZero, yScale, yZero] = inputs as readonly Tensor[]
      const { dims, rows, columns, each } = integerProduct(node, a!, b!)
      const out = make(node, type, dims) as Int8Array
      const scale = one(yScale!)
      const shift = one(yZero!)
      const aScales = perLine(node, aScale!, rows, 'scales')
      const bScales = perLine(node, bScale!, columns, 'scales')
      each(aZero!, bZero!, (place, sum, row, column) => {
        const factor = fround(fround(aScales(row) * bScales(column)) / scale)
        const value = nearestEven(fround(fround(sum) * factor)) + shift
        out[place] = Math.max(low, Math.min(high, value))
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const qLinearMatMul: Kernel = { domain: '', name: 'QLinearMatMul', since: 10, inputs: [8, 8], bind }
