import { exp as expOf } from '../../../math/exp.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** x sigmoid(alpha x) */
export const swish: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Swish',
  since: 24,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 1))
    return bindFloatMap(node, (x, round) => x * round(1 / round(1 + round(expOf(-round(alpha * x))))))
  },
})
