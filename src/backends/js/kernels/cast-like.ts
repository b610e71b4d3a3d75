import { allowRounding, convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { castable, typeOfInput } from '../types.js'

/** The first input in the element type of the second. */
function bind(node: NodeContext): Bound {
  const from = typeOfInput(node, 0, castable)
  const to = typeOfInput(node, 1, castable)
  allowRounding(node)
  return {
    types: [to],
    single: to === 'float64' && node.inputs[0]!.single,
    run([x]) {
      if (from === to) return [x!]
      const out = make(node, to, x!.dims)
      convert(x!.data, from, out, to)
      return [tensorOf(to, x!.dims, out)]
    },
  }
}

export const castLike: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'CastLike',
  since: 15,
  inputs: [2, 2],
  bind,
})
