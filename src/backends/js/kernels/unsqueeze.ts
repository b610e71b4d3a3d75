import { bindAxes } from '../axes.js'
import { MAX_RANK, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, hasInput, typeOfInput } from '../types.js'

/** With axes of size 1 at the given places of the result. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const attribute = node.version < 13 ? node.ints('axes') : null
  if (attribute === null && !hasInput(node, 1)) node.invalid('expected axes')
  const axesOf = bindAxes(node)
  return {
    types: [type],
    run([x, given]) {
      const { dims, data } = x!
      const rank = dims.length + (attribute ?? given!.data).length
      if (rank > MAX_RANK) node.refuse(`expected at most ${MAX_RANK} dimensions, got ${rank}`)
      const axes = axesOf(given, rank)!
      let next = 0
      const made = Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : dims[next++]!))
      return [tensorOf(type, made, data)]
    },
  }
}

export const unsqueeze: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Unsqueeze',
  since: 1,
  inputs: [1, 2],
  bind,
})
