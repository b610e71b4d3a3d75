import { axisOf, copyRun, make, sizeOf, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, commonType } from '../types.js'

function bind(node: NodeContext): Bound {
  const type = commonType(node, anyType)
  const wanted = node.int('axis')
  if (node.inputs.includes(null)) node.invalid('expected every input')
  return {
    types: [type],
    run(inputs) {
      const first = inputs[0]!.dims
      const axis = axisOf(node, wanted, first.length)
      const made = first.slice()
      for (const { dims } of inputs.slice(1)) {
        const fits = dims.length === first.length && dims.every((size, i) => i === axis || size === first[i])
        if (!fits) node.refuse(`[${first.join(', ')}] and [${dims.join(', ')}] do not join at axis ${axis}`)
        made[axis]! += dims[axis]!
      }
      const out = make(node, type, made)
      const outer = sizeOf(first, 0, axis)
      const width = sizeOf(made, axis)
      if (out.length === 0) return [tensorOf(type, made, out)]
      let place = 0
      for (const { dims, data } of inputs) {
        const part = sizeOf(dims, axis)
        for (let o = 0; o < outer; o++) copyRun(data, o * part, out, o * width + place, part)
        place += part
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const concat: Kernel = { domain: '', name: 'Concat', since: 4, inputs: [1, Infinity], bind }
