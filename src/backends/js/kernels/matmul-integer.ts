import { make, tensorOf } from '../dims.js'
import { integerProduct } from '../integer-product.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { hasInput, typeOfInput } from '../types.js'

/** (a - zero point) · (b - zero point) in int32, which wraps. */
function bind(node: NodeContext): Bound {
  const [left, right] = [typeOfInput(node, 0, ['int8', 'uint8']), typeOfInput(node, 1, ['int8', 'uint8'])]
  const [hasA, hasB] = [hasInput(node, 2), hasInput(node, 3)]
  if (hasA) typeOfInput(node, 2, [left])
  if (hasB) typeOfInput(node, 3, [right])
  return {
    types: ['int32'],
    run([a, b, aZero, bZero]) {
      const { dims, each } = integerProduct(node, a!, b!)
      const out = make(node, 'int32', dims)
      each(hasA ? aZero! : null, hasB ? bZero! : null, (place, sum) => (out[place] = sum))
      return [tensorOf('int32', dims, out)]
    },
  }
}

export const matMulInteger: Kernel = { domain: '', name: 'MatMulInteger', since: 10, inputs: [2, 4], bind }
