import { addressesOf, parseEquation, type Addresses } from '../einsum.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bigIntegers, commonType, floats, numbers } from '../types.js'

/** Elements, all numbers or all bigints. */
type Cells = { [index: number]: number }

/** Sums over the last `inner` places of the walk into each element of `out`, in order, from 0. */
type Sum = (operands: readonly Cells[], walk: Addresses, out: Cells, zero: number) => void

const sumWith =
  (multiply: (a: number, b: number) => number, add: (a: number, b: number) => number): Sum =>
  (operands, { count, inner, next, at }, out, zero) => {
    for (let place = 0; place < count; place++) {
      let sum = zero
      for (let i = 0; i < inner; i++) {
        let product = operands[0]![at[0]!]!
        for (let o = 1; o < operands.length; o++) product = multiply(product, operands[o]![at[o]!]!)
        sum = add(sum, product)
        next()
      }
      out[place] = sum
    }
  }

const { fround, imul } = Math
const singles = sumWith(
  (a, b) => fround(a * b),
  (a, b) => fround(a + b),
)
const plain = sumWith(
  (a, b) => a * b,
  (a, b) => a + b,
)
const integers = sumWith(imul, (a, b) => (a + b) | 0)

/** Einstein's summation: each element is the sum, in order, of products from the left, over the labels that the result lacks. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, numbers)
  if (node.inputs.includes(null)) node.invalid('expected every input')
  const equation = parseEquation(node, node.text('equation'), node.inputs.length)
  const big = bigIntegers.includes(type)
  const sum = type === 'float32' ? singles : big || floats.includes(type) ? plain : integers
  return {
    types: [type],
    run(inputs) {
      const walk = addressesOf(node, equation, inputs)
      const out = make(node, type, walk.dims)
      node.charge((walk.count * (walk.inner + 1) + 1) * (inputs.length + 1))
      const operands = inputs.map(({ data }) => data as unknown as Cells)
      // With an axis of no elements there is nothing to add up, and bigints begin at a bigint.
      sum(operands, walk, out as unknown as Cells, (big ? 0n : 0) as number)
      return [tensorOf(type, walk.dims, out)]
    },
  }
}

export const einsum: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Einsum',
  since: 12,
  inputs: [1, Infinity],
  bind,
})
