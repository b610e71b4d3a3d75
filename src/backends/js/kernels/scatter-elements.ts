import { axisOf, expectDims, tensorOf } from '../dims.js'
import { eachPlace } from '../each-place.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindScatter, scatterElement } from '../scatter.js'
import { indexTypes, typeOfInput } from '../types.js'

/** A copy of the data in which out[index[i][j]][j] is updated by updates[i][j], for axis 0, in order. */
function bind(node: NodeContext): Bound {
  const { type, combine } = bindScatter(node, 16)
  typeOfInput(node, 1, indexTypes)
  const wanted = node.int('axis', 0)
  return {
    types: [type],
    run([x, indices, updates]) {
      const { dims } = x!
      expectDims(node, updates!, indices!.dims, 'updates of ')
      node.count(dims)
      const out = x!.data.slice() as Float64Array
      eachPlace(node, dims, indices!, axisOf(node, wanted, dims.length), (place, i) => {
        scatterElement(out, place, updates!.data, i, combine)
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const scatterElements: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ScatterElements',
  since: 11,
  inputs: [3, 3],
  bind,
})
