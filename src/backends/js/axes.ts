import type { Tensor } from '../backend.js'
import { axisOf, integersOf } from './dims.js'
import type { NodeContext } from './kernel.js'
import { hasInput, typeOfInput } from './types.js'

/** Where an operator's axes stand: an attribute before version 13, from then on input 1. */
export function bindAxes(node: NodeContext): (axes: Tensor | undefined, rank: number) => readonly number[] | null {
  const attribute = node.version < 13 ? node.ints('axes') : null
  const given = node.version >= 13 && hasInput(node, 1)
  if (given) typeOfInput(node, 1, ['int64'])
  else if (hasInput(node, 1)) node.invalid('expected axes as an attribute')
  return (axes, rank) => {
    const wanted = given ? integersOf(axes!) : attribute
    if (wanted === null) return null
    const found = Array.from(wanted, (axis) => axisOf(node, axis, rank))
    if (new Set(found).size !== found.length) node.refuse('expected distinct axes')
    return found
  }
}
