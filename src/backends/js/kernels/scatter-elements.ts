import { bindScatter, scatterElement } from '../scatter.js'
import { axisOf, integersOf, stridesOf, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { indexTypes, typeOfInput } from '../types.js'

/** A copy of the data in which out[index[i][j]][j] is updated by updates[i][j], for axis 0, in order. */
function bind(node: NodeContext): Bound {
  const { type, combine } = bindScatter(node, 16)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.int('axis', 0)
  return {
    types: [type],
    run([x, indices, updates]) {
      const { dims } = x!
      const from = indices!.dims
      const axis = axisOf(node, wanted, dims.length)
      const fits = from.length === dims.length && from.every((size, i) => i === axis || size <= dims[i]!)
      if (!fits || updates!.dims.join() !== from.join()) {
        node.refuse(`expected indices and updates within [${dims.join(', ')}], got [${from.join(', ')}]`)
      }
      node.count(dims)
      const out = x!.data.slice() as Float64Array
      const size = dims[axis]!
      const strides = stridesOf(dims)
      const chosen = integersOf(indices!)
      const at = new Array<number>(from.length).fill(0)
      for (let i = 0; i < chosen.length; i++) {
        const index = chosen[i]!
        if (index < -size || index >= size) node.refuse(`expected an index below ${size}, got ${index}`)
        let place = (index < 0 ? index + size : index) * strides[axis]!
        for (let d = 0; d < at.length; d++) if (d !== axis) place += at[d]! * strides[d]!
        scatterElement(out, place, updates!.data, i, combine)
        for (let d = at.length - 1; d >= 0; d--) {
          if (++at[d]! < from[d]!) break
          at[d] = 0
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const scatterElements: Kernel = { domain: '', name: 'ScatterElements', since: 11, inputs: [3, 3], bind }
