import { axisOf, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, numbers, typeOfInput } from '../types.js'

/** A new axis with the second of two values at each index, and the first elsewhere; all of it the first for an index out of range. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, numbers)
  typeOfInput(node, 1, numbers)
  const type = typeOfInput(node, 2, anyType)
  const wanted = node.int('axis', -1)
  return {
    types: [type],
    run([indices, depthInput, values]) {
      if (depthInput!.data.length !== 1 || values!.data.length !== 2) node.refuse('expected one depth and two values')
      const depth = Math.trunc(integersOf(depthInput!)[0]!)
      if (!(depth >= 0)) node.refuse(`expected a depth of at least 0, got ${depth}`)
      const { dims } = indices!
      const axis = axisOf(node, wanted, dims.length + 1)
      const made = [...dims.slice(0, axis), depth, ...dims.slice(axis)]
      const out = make(node, type, made) as { [index: number]: unknown }
      const inner = sizeOf(dims, axis)
      const [off, on] = values!.data as ArrayLike<unknown> as readonly [unknown, unknown]
      for (let i = 0; i < sizeOf(made); i++) out[i] = off
      integersOf(indices!).forEach((value, i) => {
        const index = Math.trunc(value < 0 ? value + depth : value)
        if (index >= 0 && index < depth) out[(Math.floor(i / inner) * depth + index) * inner + (i % inner)] = on
      })
      return [tensorOf(type, made, out as never)]
    },
  }
}

export const oneHot: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'OneHot',
  since: 9,
  inputs: [3, 3],
  bind,
})
