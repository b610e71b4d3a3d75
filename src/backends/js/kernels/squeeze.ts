import { bindAxes } from '../axes.js'
import { tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** Without the given axes, or without all of size 1. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const axesOf = bindAxes(node)
  return {
    types: [type],
    run([x, given]) {
      const { dims, data } = x!
      const axes = axesOf(given, dims.length)
      if (axes?.some((axis) => dims[axis] !== 1)) node.refuse(`expected axes of size 1 in [${dims.join(', ')}]`)
      return [
        tensorOf(
          type,
          dims.filter((size, i) => (axes === null ? size !== 1 : !axes.includes(i))),
          data,
        ),
      ]
    },
  }
}

export const squeeze: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Squeeze',
  since: 1,
  inputs: [1, 2],
  bind,
})
