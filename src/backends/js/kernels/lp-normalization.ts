import { axisOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** Each line along an axis, divided by the sum of its sizes (`p` 1) or by the root of that of its squares (2); a line of 0 stays. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const wanted = node.int('axis', -1)
  const p = node.int('p', 2)
  if (p !== 1 && p !== 2) node.invalid(`expected p of 1 or 2, got ${p}`)
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      const axis = axisOf(node, wanted, dims.length)
      const data = x!.data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const size = dims[axis]!
      const inner = sizeOf(dims, axis + 1)
      for (let line = 0; line < sizeOf(dims, 0, axis) * inner; line++) {
        const start = Math.floor(line / inner) * size * inner + (line % inner)
        let sum = 0
        for (let i = 0; i < size; i++) {
          const value = data[start + i * inner]!
          sum = round(sum + round(p === 1 ? Math.abs(value) : value * value))
        }
        const norm = p === 1 ? sum : round(Math.sqrt(sum))
        for (let i = start; i < start + size * inner; i += inner) out[i] = norm === 0 ? 0 : data[i]! / norm
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const lpNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LpNormalization',
  since: 1,
  inputs: [1, 1],
  bind,
})
