import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** alpha x + beta, from 0 to 1. */
export const hardSigmoid: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'HardSigmoid',
  since: 6,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 0.2))
    const beta = Math.fround(node.float('beta', 0.5))
    return bindFloatMap(node, (x, round) => Math.max(0, Math.min(1, round(round(alpha * x) + beta))))
  },
})
