import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { readPostTransform } from '../post-transform-name.js'
import { doublesOf, rowsOf, rowTypes } from '../rows.js'
import { readSvmKernel } from '../svm-kernel.js'
import { NONE } from '../trees/post-transform.js'
import { typeOfInput } from '../types.js'

/** The sum of coefficient · kernel(x, support vector), and rho, in float64; without support vectors x · coefficients + rho. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const coefficients = node.floats('coefficients') ?? node.invalid('expected attribute coefficients')
  const [rho = 0] = node.floats('rho') ?? []
  const given = node.int('n_supports', 0)
  const count = Math.max(given, 0)
  const oneClass = node.int('one_class', 0) !== 0
  if (readPostTransform(node) !== NONE) node.unsupported('expected no post_transform')
  const support = node.floats('support_vectors')
  const vectors = count > 0 ? (support ?? node.invalid('expected support_vectors')) : coefficients
  const width = count > 0 ? vectors.length / count : coefficients.length
  if (!Number.isSafeInteger(width) || width === 0 || (count > 0 && coefficients.length !== count)) {
    node.invalid(`expected ${count} support vectors and coefficients`)
  }
  const kernel = readSvmKernel(node, width, count === 0)
  return {
    types: ['float32'],
    run([x]) {
      const [rows, columns] = rowsOf(node, x!, width)
      node.charge(rows * Math.max(1, count) * width)
      const data = doublesOf(node, x!)
      const out = make(node, 'float32', [rows, 1])
      for (let r = 0; r < rows; r++) {
        let sum = count === 0 ? kernel(data, r * columns, vectors, 0) : 0
        for (let j = 0; j < count; j++) sum += coefficients[j]! * kernel(data, r * columns, vectors, j * width)
        sum += rho
        out[r] = oneClass ? (sum > 0 ? 1 : -1) : sum
      }
      return [tensorOf('float32', [rows, 1], out)]
    },
  }
}

export const svmRegressor: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'SVMRegressor',
  since: 1,
  inputs: [1, 1],
  bind,
})
