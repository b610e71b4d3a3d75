import type { Tensor } from '../backend.js'
import { expectDims, make, tensorOf } from './dims.js'
import { integerProduct, perLine } from './integer-product.js'
import type { NodeContext } from './kernel.js'
import { takesInput, typeOfInput } from './types.js'

const { fround } = Math
const small = ['int8', 'uint8'] as const

/** A matrix of 8 bits with its scale and its zero point, null for 0. */
export type Scaled = readonly [values: Tensor, scale: Tensor, zero: Tensor | null]

/** Checks the inputs that a matrix of 8 bits, its scale and its zero point, which may be left out, are in. */
export function bindScaled(
  node: NodeContext,
  places: readonly [values: number, scale: number, zero: number],
): (inputs: readonly Tensor[]) => Scaled {
  const [values, scale, zero] = places
  const type = typeOfInput(node, values, small)
  typeOfInput(node, scale, ['float32'])
  const shifted = takesInput(node, zero, [type])
  return (inputs) => [inputs[values]!, inputs[scale]!, shifted ? inputs[zero]! : null]
}

/** The exact product, as float32, times that of the scales; b has one scale and zero point or one a column. Then the bias of each column. */
export function scaledProduct(node: NodeContext, a: Scaled, b: Scaled, bias: Tensor | null): Tensor {
  const { dims, columns, each } = integerProduct(node, a[0], b[0])
  const scaleOfA = perLine(node, a[1], 1, 'scales')(0)
  const scaleOf = perLine(node, b[1], columns, 'scales')
  if (bias !== null) expectDims(node, bias, [columns], 'a bias of ')
  const out = make(node, 'float32', dims)
  each(a[2], b[2], (place, sum, _, column) => {
    const value = fround(fround(sum) * fround(scaleOfA * scaleOf(column)))
    out[place] = bias === null ? value : value + (bias.data[column] as number)
  })
  return tensorOf('float32', dims, out)
}
