import type { Tensor } from '../backend.js'
import { axisOf, copyRun, make, sizeOf, tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** Tensors of one type, joined along an axis. There is at least one. */
export function concatenate(node: NodeContext, tensors: readonly Tensor[], wanted: number): Tensor {
  const { type, dims: first } = tensors[0]!
  const axis = axisOf(node, wanted, first.length)
  const made = first.slice()
  for (const { dims } of tensors.slice(1)) {
    const fits = dims.length === first.length && dims.every((size, i) => i === axis || size === first[i])
    if (!fits) node.refuse(`[${first.join(', ')}] and [${dims.join(', ')}] do not join at axis ${axis}`)
    made[axis]! += dims[axis]!
  }
  const out = make(node, type, made)
  const outer = sizeOf(first, 0, axis)
  const width = sizeOf(made, axis)
  if (out.length === 0) return tensorOf(type, made, out)
  let place = 0
  for (const { dims, data } of tensors) {
    const part = sizeOf(dims, axis)
    for (let o = 0; o < outer; o++) copyRun(data, o * part, out, o * width + place, part)
    place += part
  }
  return tensorOf(type, made, out)
}
