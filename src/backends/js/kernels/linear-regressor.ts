import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { addIntercepts, readLinear } from '../linear.js'
import { multiply } from '../matrix.js'
import { readPostTransform } from '../post-transform-name.js'
import { rowsOf, rowTypes, singlesOf } from '../rows.js'
import { NONE, transformScores } from '../trees/post-transform.js'
import { typeOfInput } from '../types.js'

/** x · coefficients + intercepts, in float32; surplus coefficients are left out. One target is transformed by PROBIT only, as in onnxruntime. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const targets = node.int('targets', 1)
  const { matrix, intercepts, narrow } = readLinear(node, targets, true)
  const post = readPostTransform(node)
  return {
    types: ['float32'],
    run([x]) {
      const [rows, columns] = rowsOf(node, x!, 1)
      if (columns > matrix.k) node.refuse(`expected ${matrix.k} columns, got ${columns}`)
      node.charge(rows * columns * targets)
      const out = make(node, 'float32', [rows, targets])
      multiply(singlesOf(node, x!), 0, rows, columns === matrix.k ? matrix : narrow(columns), out, 0)
      addIntercepts(out, intercepts)
      for (let r = 0; (targets > 1 || typeof post === 'function') && post !== NONE && r < rows; r++) {
        transformScores(post, out as unknown as Float64Array, r * targets, targets, true)
      }
      return [tensorOf('float32', [rows, targets], out)]
    },
  }
}

export const linearRegressor: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'LinearRegressor',
  since: 1,
  inputs: [1, 1],
  bind,
})
