import { indexOf, integersOf, stridesOf } from './dims.js'
import type { NodeContext } from './kernel.js'
import type { Tensor } from '../backend.js'

/**
 * Where in a tensor of `dims` the elements of `indices` stand, in order: at their own place but along the axis, where they say which;
 * negative ones count from the end.
 */
export function eachPlace(
  node: NodeContext,
  dims: readonly number[],
  indices: Tensor,
  axis: number,
  visit: (place: number, i: number) => void,
): void {
  const from = indices.dims
  const fits = from.length === dims.length && from.every((size, i) => i === axis || size <= dims[i]!)
  if (!fits) node.refuse(`expected indices within [${dims.join(', ')}], got [${from.join(', ')}]`)
  const strides = stridesOf(dims)
  const at = new Array<number>(from.length).fill(0)
  integersOf(indices).forEach((index, i) => {
    let place = indexOf(node, index, dims[axis]!) * strides[axis]!
    for (let d = 0; d < at.length; d++) if (d !== axis) place += at[d]! * strides[d]!
    visit(place, i)
    for (let d = at.length - 1; d >= 0; d--) {
      if (++at[d]! < from[d]!) break
      at[d] = 0
    }
  })
}
