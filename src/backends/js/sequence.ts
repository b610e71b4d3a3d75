import type { Tensor, TensorType, Value } from '../backend.js'
import { integersOf } from './dims.js'
import type { NodeContext, ValueType } from './kernel.js'
import { anyType, indexTypes, takesInput } from './types.js'

export const sequenceOf = (type: TensorType): ValueType => `sequence(${type})`

/** The element type of the tensors in input 0, which must be a sequence of tensors. */
export function elementsOf(node: NodeContext): TensorType {
  const { type } = node.inputs[0]!
  return (
    anyType.find((element) => sequenceOf(element) === type) ??
    node.unsupported(`expected a sequence of tensors, got ${type}`)
  )
}

/** The tensors of what stands where the kernel's first input does. */
export const tensorsIn = (value: Value): readonly Tensor[] => value as unknown as readonly Tensor[]

/**
 * Where input `index` says the place in a sequence: what it gives takes that input and the number of places, and counts from 0. Without
 * the input it is the last place.
 */
export function bindPosition(node: NodeContext, index: number): (given: Tensor | undefined, places: number) => number {
  const there = takesInput(node, index, indexTypes)
  return (given, places) => {
    if (!there && places > 0) return places - 1
    const at = there ? integersOf(given!) : [0]
    const place = at[0]!
    if (at.length !== 1 || !(place >= -places && place < places)) {
      node.refuse(`expected a position from ${-places} to ${places - 1}, got [${at.join(', ')}]`)
    }
    return place < 0 ? place + places : place
  }
}
