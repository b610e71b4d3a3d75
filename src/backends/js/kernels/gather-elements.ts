import { axisOf, make, tensorOf } from '../dims.js'
import { eachPlace } from '../each-place.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, indexTypes, typeOfInput } from '../types.js'

/** out[i][j] = x[index[i][j]][j] for axis 0; negative indices count from the end. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.int('axis', 0)
  return {
    types: [type],
    run([x, indices]) {
      const { dims, data } = x!
      const out = make(node, type, indices!.dims) as { [index: number]: unknown }
      eachPlace(node, dims, indices!, axisOf(node, wanted, dims.length), (place, i) => {
        out[i] = data[place]
      })
      return [tensorOf(type, indices!.dims, out as never)]
    },
  }
}

export const gatherElements: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GatherElements',
  since: 11,
  inputs: [2, 2],
  bind,
})
