import { copyStrided, make, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** Axis i of the result is axis `perm[i]` of the input; without `perm`, in reverse. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const perm = node.ints('perm')
  const distinct = new Set(perm)
  if (perm?.some((axis) => !(axis >= 0 && axis < perm.length)) || distinct.size !== (perm?.length ?? 0)) {
    node.invalid('expected perm to be a permutation')
  }
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      if (perm !== null && perm.length !== dims.length) {
        node.refuse(`expected ${perm.length} dimensions, got ${dims.length}`)
      }
      const order = perm === null ? dims.map((_, i) => dims.length - 1 - i) : Array.from(perm)
      const strides = stridesOf(dims)
      const made = order.map((axis) => dims[axis]!)
      const out = make(node, type, made)
      copyStrided(
        data,
        0,
        order.map((axis) => strides[axis]!),
        made,
        out,
      )
      return [tensorOf(type, made, out)]
    },
  }
}

export const transpose: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Transpose',
  since: 1,
  inputs: [1, 1],
  bind,
})
