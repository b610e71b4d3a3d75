import { copyRun, expectDims, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** Each row of a batch with its first elements, as many as its length says, the other way round. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  const time = node.int('time_axis', 0)
  const batch = node.int('batch_axis', 1)
  if (!((time === 0 && batch === 1) || (time === 1 && batch === 0))) {
    node.invalid(`expected time_axis and batch_axis of 0 and 1, got ${time} and ${batch}`)
  }
  return {
    types: [type],
    run([x, given]) {
      const { dims, data } = x!
      const lengths = integersOf(given!)
      const [steps, rows] = [dims[time]!, dims[batch]!]
      if (dims.length < 2) node.refuse(`expected at least 2 dimensions, got ${dims.length}`)
      expectDims(node, given!, [rows!], 'lengths of ')
      if (lengths.some((length) => length < 0 || length > steps)) node.refuse(`expected lengths of 0 to ${steps}`)
      const out = make(node, type, dims)
      const inner = sizeOf(dims, 2)
      const place = (t: number, row: number): number => (time === 0 ? t * rows + row : row * steps + t) * inner
      lengths.forEach((length, row) => {
        for (let t = 0; t < steps; t++) {
          copyRun(data, place(t < length ? length - 1 - t : t, row), out, place(t, row), inner)
        }
      })
      return [tensorOf(type, dims, out)]
    },
  }
}

export const reverseSequence: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReverseSequence',
  since: 10,
  inputs: [2, 2],
  bind,
})
