import { make, sizesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** A tensor of the given dims, all of one value: float32 0 without one. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['int64'])
  const value = node.tensor('value') ?? ({ type: 'float32', dims: [1], data: Float32Array.of(0) } as const)
  if (value.data.length !== 1) node.invalid(`expected one value, got ${value.data.length}`)
  const { type } = value
  return {
    types: [type],
    run([shape]) {
      const dims = sizesOf(node, shape!)
      const out = make(node, type, dims) as { [index: number]: unknown }
      for (let i = 0; i < (out as { length: number }).length; i++) out[i] = value.data[0]
      return [tensorOf(type, dims, out as never)]
    },
  }
}

export const constantOfShape: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ConstantOfShape',
  since: 9,
  inputs: [1, 1],
  bind,
})
