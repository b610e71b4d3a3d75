import { typeOfCode } from '../../../onnx/types.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bigIntegers, castable, typeOfInput } from '../types.js'

/** 1 on the diagonal that is `k` above the main one, else 0, in the dims of the input. */
function bind(node: NodeContext): Bound {
  const from = typeOfInput(node, 0, castable)
  const code = node.has('dtype') ? node.int('dtype') : null
  const type = code === null ? from : typeOfCode(code)
  if (type === undefined || type === 'string') return node.unsupported(`no element type ${code}`)
  const k = node.int('k', 0)
  const one = (bigIntegers.includes(type) ? 1n : 1) as number
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      if (dims.length !== 2) node.refuse(`expected 2 dimensions, got ${dims.length}`)
      const [rows, columns] = dims as [number, number]
      const out = make(node, type, dims) as Float64Array
      for (let r = Math.max(0, -k); r < rows && r + k < columns; r++) out[r * columns + r + k] = one
      return [tensorOf(type, dims, out)]
    },
  }
}

export const eyeLike: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'EyeLike',
  since: 9,
  inputs: [1, 1],
  bind,
})
