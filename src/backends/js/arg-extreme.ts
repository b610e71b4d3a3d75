import { axisOf, make, sizeOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { numbers, typeOfInput } from './types.js'

/** The place of the element that beats the others along an axis, the first of equals, or with `select_last_index` the last. NaN beats all. */
export function bindArgExtreme(node: NodeContext, beats: (a: number, b: number) => boolean): Bound {
  typeOfInput(node, 0, numbers)
  const wanted = node.int('axis', 0)
  const keep = node.int('keepdims', 1) !== 0
  const last = node.version >= 12 && node.int('select_last_index', 0) !== 0
  return {
    types: ['int64'],
    run([x]) {
      const { dims } = x!
      const data = x!.data as Float64Array
      const axis = axisOf(node, wanted, dims.length)
      const count = dims[axis]!
      const inner = sizeOf(dims, axis + 1)
      const outer = sizeOf(dims, 0, axis)
      const made = keep ? dims.map((size, i) => (i === axis ? 1 : size)) : dims.filter((_, i) => i !== axis)
      const out = make(node, 'int64', made)
      if (count === 0 && out.length > 0) node.refuse('expected an axis that is not empty')
      if (out.length === 0) return [tensorOf('int64', made, out)]
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const from = o * count * inner + i
          let best = 0
          let most = data[from]!
          for (let j = 1; j < count; j++) {
            const value = data[from + j * inner]!
            const better = beats(value, most) || (value !== value && most === most)
            const equal = value === most || (value !== value && most !== most)
            if (!better && !(last && equal)) continue
            best = j
            most = value
          }
          out[o * inner + i] = BigInt(best)
        }
      }
      return [tensorOf('int64', made, out)]
    },
  }
}
