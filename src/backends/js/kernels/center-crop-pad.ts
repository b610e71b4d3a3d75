import { axisOf, copyStrided, make, sizeOf, sizesOf, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, indexTypes, typeOfInput } from '../types.js'

/** The middle of each axis, cut to the size that is given, or with zeros around it; of an odd rest the end has one more. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.ints('axes')
  return {
    types: [type],
    run([x, shape]) {
      const { dims } = x!
      const axes =
        wanted === null ? dims.map((_, i) => i) : Array.from(wanted, (axis) => axisOf(node, axis, dims.length))
      if (new Set(axes).size !== axes.length) node.refuse('expected distinct axes')
      const sizes = sizesOf(node, shape!)
      if (sizes.length !== axes.length) node.refuse(`expected ${axes.length} sizes, got ${sizes.length}`)
      const made = [...dims]
      axes.forEach((axis, i) => (made[axis] = sizes[i]!))
      const out = make(node, type, made)
      if (type === 'string') (out as unknown as string[]).fill('')
      const [from, to] = [stridesOf(dims), stridesOf(made)]
      let [start, at] = [0, 0]
      const kept = dims.map((size, i) => {
        const more = made[i]! - size
        if (more < 0) start += Math.floor(-more / 2) * from[i]!
        else at += Math.floor(more / 2) * to[i]!
        return Math.min(size, made[i]!)
      })
      if (sizeOf(kept) === 0) return [tensorOf(type, made, out)]
      const middle = make(node, type, kept)
      copyStrided(x!.data, start, from, kept, middle)
      scatter(middle as never, kept, out as never, at, to)
      return [tensorOf(type, made, out)]
    },
  }
}

function scatter(
  cells: unknown[],
  dims: readonly number[],
  out: unknown[],
  at: number,
  strides: readonly number[],
): void {
  const index = dims.map(() => 0)
  for (let i = 0, to = at; i < cells.length; i++) {
    out[to] = cells[i]
    for (let d = dims.length - 1; d >= 0; d--) {
      to += strides[d]!
      if (++index[d]! < dims[d]!) break
      to -= dims[d]! * strides[d]!
      index[d] = 0
    }
  }
}

export const centerCropPad: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'CenterCropPad',
  since: 18,
  inputs: [2, 2],
  bind,
})
