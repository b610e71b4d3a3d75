import { expm1 as expm1Of } from '../../../math/expm1.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** gamma times x, or gamma alpha (exp(x) - 1) at most 0. */
export const selu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Selu',
  since: 6,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 1.67326319217681884765625))
    const gamma = Math.fround(node.float('gamma', 1.05070102214813232421875))
    return bindFloatMap(node, (x, round) => (x > 0 ? gamma * x : gamma * round(alpha * round(expm1Of(x)))))
  },
})
