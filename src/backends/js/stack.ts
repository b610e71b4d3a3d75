import type { Tensor } from '../backend.js'
import { axisOf, copyRun, expectDims, make, sizeOf, tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** The slice at `index` of an axis, which is gone then. */
export function takeSlice(node: NodeContext, { type, dims, data }: Tensor, axis: number, index: number): Tensor {
  const made = [...dims.slice(0, axis), ...dims.slice(axis + 1)]
  const out = make(node, type, made)
  const inner = sizeOf(dims, axis + 1)
  const outer = sizeOf(dims, 0, axis)
  for (let o = 0; o < outer; o++) copyRun(data, (o * dims[axis]! + index) * inner, out, o * inner, inner)
  return tensorOf(type, made, out)
}

/** Tensors of the same type and dims, one behind the other along a new axis, which may count from the end of the result. */
export function stackSlices(node: NodeContext, slices: readonly Tensor[], wanted: number): Tensor {
  const { type, dims } = slices[0]!
  const axis = axisOf(node, wanted, dims.length + 1)
  const made = [...dims.slice(0, axis), slices.length, ...dims.slice(axis)]
  const out = make(node, type, made)
  const inner = sizeOf(dims, axis)
  const outer = sizeOf(dims, 0, axis)
  slices.forEach((slice, i) => {
    expectDims(node, slice, dims, 'slices of ')
    for (let o = 0; o < outer; o++) copyRun(slice.data, o * inner, out, (o * slices.length + i) * inner, inner)
  })
  return tensorOf(type, made, out)
}

/** What stacks no slices: of the dims that the graph states, 0 where it states none. */
export function stackNone(
  node: NodeContext,
  type: Tensor['type'],
  dims: readonly number[] | null,
  wanted: number,
): Tensor {
  const known = (dims ?? []).map((size) => Math.max(0, size))
  const axis = axisOf(node, wanted, known.length + 1)
  const made = [...known.slice(0, axis), 0, ...known.slice(axis)]
  return tensorOf(type, made, make(node, type, made))
}
