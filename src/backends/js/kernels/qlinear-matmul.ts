import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { integerProduct } from '../integer-product.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { nearestEven, ranges } from '../quantize.js'
import { typeOfInput } from '../types.js'

const { fround } = Math

/** The exact product of integers, times float32 of (scale of a · scale of b / scale of y), to the nearest integer, plus the zero point. */
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
    if (tensor.data.length !== 1) node.refuse('expected one scale and zero point for each matrix')
    return tensor.data[0] as number
  }
  return {
    types: [type],
    run(inputs) {
      const [a, aScale, aZero, b, bScale, bZero, yScale, yZero] = inputs as readonly Tensor[]
      const { dims, each } = integerProduct(node, a!, b!)
      const out = make(node, type, dims) as Int8Array
      const scale = fround(fround(one(aScale!) * one(bScale!)) / one(yScale!))
      const shift = one(yZero!)
      for (const zero of [aZero!, bZero!]) one(zero)
      each(aZero!, bZero!, (place, sum) => {
        const value = nearestEven(fround(fround(sum) * scale)) + shift
        out[place] = Math.max(low, Math.min(high, value))
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const qLinearMatMul: Kernel = { domain: '', name: 'QLinearMatMul', since: 10, inputs: [8, 8], bind }
