import { axisOf, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bigIntegers, indexTypes, numbers, typeOfInput } from '../types.js'

/** Sums along an axis up to each element, which counts unless `exclusive`; from the end when `reverse`. Rounded after each addition. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, numbers)
  typeOfInput(node, 1, indexTypes)
  const exclusive = node.int('exclusive', 0) !== 0
  const reverse = node.int('reverse', 0) !== 0
  const zero = (bigIntegers.includes(type) ? 0n : 0) as number
  return {
    types: [type],
    run([x, where]) {
      const { dims } = x!
      if (where!.data.length !== 1) node.refuse('expected one axis')
      const axis = axisOf(node, integersOf(where!)[0]!, dims.length)
      const data = x!.data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const count = dims[axis]!
      const inner = sizeOf(dims, axis + 1)
      if (out.length === 0) return [tensorOf(type, dims, out)]
      const step = reverse ? -inner : inner
      for (let start = 0; start < out.length; start += count * inner) {
        for (let i = 0; i < inner; i++) {
          let place = start + i + (reverse ? (count - 1) * inner : 0)
          let before = zero
          for (let j = 0; j < count; j++, place += step) {
            if (exclusive) out[place] = before
            else out[place] = j === 0 ? data[place]! : before + data[place]!
            before = exclusive ? round(before + data[place]!) : out[place]!
          }
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
  function round(value: number): number {
    return type === 'float32' ? Math.fround(value) : value
  }
}

export const cumSum: Kernel = { domain: '', name: 'CumSum', since: 11, inputs: [2, 2], bind }
