import { expm1 as expm1Of } from '../../../math/expm1.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** x, or alpha (exp(x) - 1) below 0. */
export const elu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Elu',
  since: 6,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 1))
    return bindFloatMap(node, (x, round) => (x < 0 ? round(alpha * round(expm1Of(x))) : x))
  },
})
