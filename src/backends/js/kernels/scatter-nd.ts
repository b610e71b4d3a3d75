import { bindScatter, scatterElement } from '../scatter.js'
import { indexOf, integersOf, sizeOf, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** A copy of the data in which the slice at each tuple of the last axis of the indices is updated, in order. */
function bind(node: NodeContext): Bound {
  const { type, combine } = bindScatter(node, 16)
  typeOfInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, indices, updates]) {
      const { dims } = x!
      const from = indices!.dims
      if (from.length === 0) node.refuse('expected indices of at least 1 dimension')
      const width = from.at(-1)!
      const expected = [...from.slice(0, -1), ...dims.slice(width)]
      if (width > dims.length || updates!.dims.join() !== expected.join()) {
        node.refuse(`expected updates of [${expected.join(', ')}], got [${updates!.dims.join(', ')}]`)
      }
      node.count(dims)
      const out = x!.data.slice() as Float64Array
      const strides = stridesOf(dims)
      const chosen = integersOf(indices!)
      const run = sizeOf(dims, width)
      const count = sizeOf(from, 0, from.length - 1)
      for (let i = 0; i < count; i++) {
        let place = 0
        for (let d = 0; d < width; d++) place += indexOf(node, chosen[i * width + d]!, dims[d]!) * strides[d]!
        for (let j = 0; j < run; j++) scatterElement(out, place + j, updates!.data, i * run + j, combine)
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const scatterND: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ScatterND',
  since: 11,
  inputs: [3, 3],
  bind,
})
