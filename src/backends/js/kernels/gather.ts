import { axisOf, copyRun, indexOf, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, indexTypes, typeOfInput } from '../types.js'

/** Slices of the input along an axis, by index; negative ones count from the end. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.int('axis', 0)
  return {
    types: [type],
    run([x, indices]) {
      const { dims, data } = x!
      const axis = axisOf(node, wanted, dims.length)
      const size = dims[axis]!
      const inner = sizeOf(dims, axis + 1)
      const outer = sizeOf(dims, 0, axis)
      const chosen = integersOf(indices!)
      const made = [...dims.slice(0, axis), ...indices!.dims, ...dims.slice(axis + 1)]
      const out = make(node, type, made)
      if (out.length === 0) return [tensorOf(type, made, out)]
      let place = 0
      for (let o = 0; o < outer; o++) {
        for (const index of chosen) {
          copyRun(data, (o * size + indexOf(node, index, size)) * inner, out, place, inner)
          place += inner
        }
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const gather: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Gather',
  since: 1,
  inputs: [2, 2],
  bind,
})
