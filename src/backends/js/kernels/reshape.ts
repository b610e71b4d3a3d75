import { integersOf, MAX_RANK, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** 0 keeps the input's dimension, unless `allowzero`; one -1 is whatever is left. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  const allowZero = node.version >= 14 && node.int('allowzero', 0) !== 0
  return {
    types: [type],
    run([x, shape]) {
      const { dims, data } = x!
      if (shape!.data.length > MAX_RANK) node.refuse(`expected at most ${MAX_RANK} dimensions`)
      const wanted = integersOf(shape!)
      const kept = wanted.map((size, i) => (size === 0 && !allowZero ? (dims[i] ?? -2) : size))
      const free = kept.indexOf(-1)
      const refuse = (): never => node.refuse(`expected [${dims.join(', ')}] to reshape to [${wanted.join(', ')}]`)
      if (free >= 0) {
        kept[free] = 1
        kept[free] = data.length / sizeOf(kept)
      }
      if (kept.some((size) => !(size >= 0 && size % 1 === 0)) || sizeOf(kept) !== data.length) refuse()
      return [tensorOf(type, kept, data)]
    },
  }
}

export const reshape: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Reshape',
  since: 5,
  inputs: [2, 2],
  bind,
})
