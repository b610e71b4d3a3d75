import { axisOf, integersOf, make, sizeOf, stridesOf, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, indexTypes, typeOfInput } from '../types.js'

/** out[i][j] = x[index[i][j]][j] for axis 0; negative indices count from the end. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.int('axis', 0)
  return {
    types: [type],
    run([x, indices]) {
      const { dims, data } = x!
      const made = indices!.dims
      const axis = axisOf(node, wanted, dims.length)
      const fits = made.length === dims.length && made.every((size, i) => i === axis || size <= dims[i]!)
      if (!fits) node.refuse(`expected indices within [${dims.join(', ')}], got [${made.join(', ')}]`)
      const size = dims[axis]!
      const strides = stridesOf(dims)
      const chosen = integersOf(indices!)
      const out = make(node, type, made) as { [index: number]: unknown }
      const at = new Array<number>(made.length).fill(0)
      for (let i = 0; i < sizeOf(made); i++) {
        const index = chosen[i]!
        if (index < -size || index >= size) node.refuse(`expected an index below ${size}, got ${index}`)
        let place = (index < 0 ? index + size : index) * strides[axis]!
        for (let d = 0; d < at.length; d++) if (d !== axis) place += at[d]! * strides[d]!
        out[i] = data[place]
        for (let d = at.length - 1; d >= 0; d--) {
          if (++at[d]! < made[d]!) break
          at[d] = 0
        }
      }
      return [tensorOf(type, made, out as never)]
    },
  }
}

export const gatherElements: Kernel = { domain: '', name: 'GatherElements', since: 11, inputs: [2, 2], bind }
