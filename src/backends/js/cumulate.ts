import { axisOf, integersOf, make, sizeOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { bigIntegers, indexTypes, numbers, typeOfInput } from './types.js'

/**
 * Combines along an axis what lies up to each element, which counts unless `exclusive`; from the end when `reverse`. `none` is what
 * there is of no elements. Rounded after each step.
 */
export function bindCumulation(node: NodeContext, none: number, combine: (a: number, b: number) => number): Bound {
  const type = typeOfInput(node, 0, numbers)
  typeOfInput(node, 1, indexTypes)
  const exclusive = node.int('exclusive', 0) !== 0
  const reverse = node.int('reverse', 0) !== 0
  const first = (bigIntegers.includes(type) ? BigInt(none) : none) as number
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
          if (exclusive) out[place] = first
          else out[place] = data[place]!
          // Typed arrays round and wrap.
          for (let j = 1; j < count; j++, place += step) {
            out[place + step] = combine(out[place]!, data[exclusive ? place : place + step]!)
          }
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}
