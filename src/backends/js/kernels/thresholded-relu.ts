import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** x above alpha, else 0, which NaN becomes too. */
export const thresholdedRelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ThresholdedRelu',
  since: 10,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const alpha = Math.fround(node.float('alpha', 1))
    return bindFloatMap(node, (x) => (x > alpha ? x : 0))
  },
})
