import { expm1 as expm1Of } from '../../../math/expm1.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** max(0, x) + min(0, alpha (exp(x / alpha) - 1)). */
export const celu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Celu',
  since: 12,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 1))
    return bindFloatMap(
      node,
      (x, round) => Math.max(0, x) + Math.min(0, round(alpha * round(expm1Of(round(x / alpha))))),
    )
  },
})
