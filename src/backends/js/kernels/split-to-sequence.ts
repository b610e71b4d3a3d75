import { axisOf, integersOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { sequenceOf } from '../sequence.js'
import { splitAlong } from '../split-along.js'
import { takeSlice } from '../stack.js'
import { anyType, indexTypes, takesInput, typeOfInput } from '../types.js'

/** Parts along an axis: of the given sizes, of one size but for the last, or of 1, which loses the axis without `keepdims`. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const wanted = node.int('axis', 0)
  const keep = node.int('keepdims', 1) !== 0
  const given = takesInput(node, 1, indexTypes)
  return {
    types: [sequenceOf(type)],
    run([x, split]) {
      const axis = axisOf(node, wanted, x!.dims.length)
      const size = x!.dims[axis]!
      const listed = given && split!.dims.length > 0
      if (listed) return [splitAlong(node, x!, axis, integersOf(split!))]
      const each = given ? integersOf(split!)[0]! : 1
      if (!(each > 0)) node.refuse(`expected parts of at least 1, got ${each}`)
      const parts = node.count([Math.ceil(size / each)])
      node.charge(parts)
      if (!given && !keep) return [Array.from({ length: parts }, (_, i) => takeSlice(node, x!, axis, i))]
      const sizes = Array.from({ length: parts }, (_, i) => Math.min(each, size - i * each))
      return [splitAlong(node, x!, axis, sizes)]
    },
  }
}

export const splitToSequence: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SplitToSequence',
  since: 11,
  inputs: [1, 2],
  bind,
})
