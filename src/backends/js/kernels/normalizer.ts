import { quote } from '../../../errors.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { rowsOf, rowTypes, singlesOf } from '../rows.js'
import { typeOfInput } from '../types.js'

const norms = ['MAX', 'L1', 'L2']

/** The norm of one row, with float64 sums in order. MAX is the largest element, of any sign. */
function normOf(kind: string, x: Float32Array, start: number, end: number): number {
  if (kind === 'MAX') {
    let most = -Infinity
    for (let i = start; i < end; i++) most = Math.max(most, x[i]!)
    return most
  }
  let sum = 0
  for (let i = start; i < end; i++) sum += kind === 'L1' ? Math.abs(x[i]!) : x[i]! * x[i]!
  return kind === 'L1' ? sum : Math.sqrt(sum)
}

/** Each row divided by its norm, or as it is where that is 0. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const kind = node.text('norm', 'MAX')
  if (!norms.includes(kind)) node.invalid(`no norm ${quote(kind)}`)
  return {
    types: ['float32'],
    run([x]) {
      const [rows, width] = rowsOf(node, x!, 0)
      const from = singlesOf(node, x!)
      const out = make(node, 'float32', x!.dims)
      for (let r = 0; r < rows; r++) {
        const norm = normOf(kind, from, r * width, (r + 1) * width)
        for (let i = r * width; i < (r + 1) * width; i++) out[i] = norm === 0 ? from[i]! : from[i]! / norm
      }
      return [tensorOf('float32', x!.dims, out)]
    },
  }
}

export const normalizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'Normalizer',
  since: 1,
  inputs: [1, 1],
  bind,
})
