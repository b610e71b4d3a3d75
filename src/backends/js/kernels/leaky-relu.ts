import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** x, or alpha x below 0. */
export const leakyRelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LeakyRelu',
  since: 6,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 0.01))
    return bindFloatMap(node, (x) => (x < 0 ? alpha * x : x))
  },
})
