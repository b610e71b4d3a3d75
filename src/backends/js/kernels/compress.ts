import { axisOf, copyRun, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The slices along `axis`, or without it the elements, where the condition holds; those beyond its end are left out. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['bool'])
  const wanted = node.has('axis') ? node.int('axis') : null
  return {
    types: [type],
    run([x, condition]) {
      const { dims, data } = x!
      const axis = wanted === null ? 0 : axisOf(node, wanted, dims.length)
      const shape = wanted === null ? [data.length] : dims
      const size = shape[axis]!
      if (condition!.dims.length !== 1)
        node.refuse(`expected a condition of 1 dimension, got ${condition!.dims.length}`)
      const chosen: number[] = []
      for (let i = 0; i < Math.min(size, condition!.data.length); i++) if (condition!.data[i] === 1) chosen.push(i)
      const made = shape.map((old, i) => (i === axis ? chosen.length : old))
      const out = make(node, type, made)
      const inner = sizeOf(shape, axis + 1)
      const outer = sizeOf(shape, 0, axis)
      if (out.length === 0) return [tensorOf(type, made, out)]
      let place = 0
      for (let o = 0; o < outer; o++) {
        for (const index of chosen) {
          copyRun(data, (o * size + index) * inner, out, place, inner)
          place += inner
        }
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const compress: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Compress',
  since: 9,
  inputs: [2, 2],
  bind,
})
