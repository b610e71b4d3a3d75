import type { Tensor } from '../../backend.js'
import { axisOf, copyStrided, integersOf, make, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, hasInput, indexTypes, typeOfInput } from '../types.js'

/** Before version 10 from attributes, which have no steps. */
function bindAttributes(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const list = (name: string): number[] =>
    integersOf({ data: node.longs(name) ?? node.invalid(`expected attribute ${name}`) })
  const [from, to] = [list('starts'), list('ends')]
  const given = node.ints('axes')
  const axes = given === null ? from.map((_, i) => i) : Array.from(given)
  if (to.length !== from.length || axes.length !== from.length) node.invalid('expected one start and end for each axis')
  return {
    types: [type],
    run([x]) {
      const found = axes.map((axis) => axisOf(node, axis, x!.dims.length))
      if (new Set(found).size !== found.length) node.refuse('expected distinct axes')
      const steps = found.map(() => 1)
      return [sliceOf(node, type, x!.dims, x!.data, from, to, found, steps)]
    },
  }
}

/** From `starts` to before `ends`, in `steps`, as NumPy's slices. */
function bind(node: NodeContext): Bound {
  if (node.version < 10) return bindAttributes(node)
  if (!hasInput(node, 1) || !hasInput(node, 2)) node.invalid('expected inputs 1 and 2')
  const type = typeOfInput(node, 0, anyType)
  const given = [1, 2, 3, 4].map((i) => hasInput(node, i))
  given.forEach((there, i) => {
    if (there) typeOfInput(node, i + 1, indexTypes)
  })
  const [, , hasAxes, hasSteps] = given
  return {
    types: [type],
    run([x, starts, ends, axesInput, stepsInput]) {
      const { dims, data } = x!
      const from = integersOf(starts!)
      const to = integersOf(ends!)
      const axes = hasAxes
        ? integersOf(axesInput!).map((axis) => axisOf(node, axis, dims.length))
        : from.map((_, i) => i)
      const steps = hasSteps ? integersOf(stepsInput!) : from.map(() => 1)
      const fits = from.length <= dims.length && [to, axes, steps].every(({ length }) => length === from.length)
      if (!fits || new Set(axes).size !== axes.length) node.refuse('expected one start, end and step for each axis')
      return [sliceOf(node, type, dims, data, from, to, axes, steps)]
    },
  }
}

/** Where a slice of an axis of `size` begins, and how many elements it has. */
export function rangeOf(
  node: NodeContext,
  size: number,
  from: number,
  to: number,
  step: number,
): { readonly start: number; readonly count: number } {
  if (step === 0) node.refuse('expected a step that is not 0')
  const clamp = (end: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, end < 0 ? end + size : end))
  const start = step > 0 ? clamp(from, 0, size) : clamp(from, 0, size - 1)
  const stop = step > 0 ? clamp(to, 0, size) : clamp(to, -1, size - 1)
  return { start, count: size === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step)) }
}

function sliceOf(
  node: NodeContext,
  type: Tensor['type'],
  dims: readonly number[],
  data: Tensor['data'],
  from: readonly number[],
  to: readonly number[],
  axes: readonly number[],
  steps: readonly number[],
): Tensor {
  const made = dims.slice()
  const strides = stridesOf(dims)
  let offset = 0
  axes.forEach((axis, i) => {
    const step = steps[i]!
    const { start, count } = rangeOf(node, dims[axis]!, from[i]!, to[i]!, step)
    made[axis] = count
    offset += start * strides[axis]!
    // Where there is nothing to step to, the step may be too large for exact products.
    strides[axis] = count > 1 ? strides[axis]! * step : 0
  })
  const out = make(node, type, made)
  copyStrided(data, offset, strides, made, out)
  return tensorOf(type, made, out)
}

export const slice: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Slice', since: 1, inputs: [1, 5], bind })
