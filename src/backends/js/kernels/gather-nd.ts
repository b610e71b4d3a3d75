import { copyRun, indexOf, integersOf, make, sizeOf, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The slices at the tuples in the last axis of the indices; the first `batch_dims` axes are common. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  const batch = node.version >= 12 ? node.int('batch_dims', 0) : 0
  if (batch < 0) node.invalid(`expected batch_dims of at least 0, got ${batch}`)
  return {
    types: [type],
    run([x, indices]) {
      const { dims, data } = x!
      const from = indices!.dims
      if (dims.length <= batch || from.length <= batch) node.refuse(`expected more than ${batch} dimensions`)
      const width = from.at(-1)!
      const common = dims.slice(0, batch)
      if (width > dims.length - batch || common.some((size, i) => size !== from[i])) {
        node.refuse(`[${from.join(', ')}] does not index [${dims.join(', ')}]`)
      }
      const made = [...from.slice(0, -1), ...dims.slice(batch + width)]
      const out = make(node, type, made)
      const strides = stridesOf(dims)
      const chosen = integersOf(indices!)
      const count = sizeOf(from, 0, from.length - 1)
      const batches = sizeOf(common)
      const run = sizeOf(dims, batch + width)
      const part = sizeOf(dims, batch)
      for (let i = 0; i < count; i++) {
        let place = Math.floor(i / (count / batches)) * part
        for (let d = 0; d < width; d++) {
          place += indexOf(node, chosen[i * width + d]!, dims[batch + d]!) * strides[batch + d]!
        }
        copyRun(data, place, out, i * run, run)
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const gatherND: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GatherND',
  since: 11,
  inputs: [2, 2],
  bind,
})
