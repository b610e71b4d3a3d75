import type { Tensor } from '../backend.js'
import { copyRun, make, sizeOf, tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** The parts of these sizes along an axis, which they must fill. */
export function splitAlong(node: NodeContext, x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  const { type, dims, data } = x
  const size = dims[axis]!
  if (sizes.some((part) => part < 0) || sizes.reduce((sum, part) => sum + part, 0) !== size) {
    node.refuse(`expected sizes of at least 0 with the sum ${size}, got [${sizes.join(', ')}]`)
  }
  const inner = sizeOf(dims, axis + 1)
  const outer = sizeOf(dims, 0, axis)
  let start = 0
  return sizes.map((part) => {
    const made = dims.map((old, i) => (i === axis ? part : old))
    const out = make(node, type, made)
    for (let o = 0; o < outer; o++) copyRun(data, (o * size + start) * inner, out, o * part * inner, part * inner)
    start += part
    return tensorOf(type, made, out)
  })
}
