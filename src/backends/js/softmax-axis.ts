import { axisOf, make, sizeOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import type { softmaxRun } from './softmax.js'
import { floats, typeOfInput } from './types.js'

/** Over one axis; before version 13, over all axes from `axis` on. */
export function bindSoftmax(node: NodeContext, run: typeof softmaxRun): Bound {
  const type = typeOfInput(node, 0, floats)
  const flat = node.version < 13
  const wanted = node.int('axis', flat ? 1 : -1)
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      const out = make(node, type, dims)
      const rank = dims.length
      const axis = flat && wanted === rank ? rank : axisOf(node, wanted, rank)
      const outer = sizeOf(dims, 0, axis)
      const inner = flat ? 1 : sizeOf(dims, axis + 1)
      const count = flat ? sizeOf(dims, axis) : dims[axis]!
      if (out.length === 0) return [tensorOf(type, dims, out)]
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          run(data as Float64Array, out as Float64Array, o * count * inner + i, inner, count, type === 'float32')
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}
