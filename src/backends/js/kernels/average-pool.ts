import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindPool } from '../pool.js'

/** The sum of each window, in order, divided by the number of its elements, or with `count_include_pad` of those from `least` on. */
function bindAverage(node: NodeContext, padding = -1): Bound {
  const least = node.int('count_include_pad', 0) !== 0 ? padding : 0
  return bindPool(node, (x, start, offsets, round) => {
    let sum = 0
    let count = 0
    for (const offset of offsets) {
      if (offset >= 0) sum = round(sum + x[start + offset]!)
      if (offset >= least) count++
    }
    return sum / count
  })
}

export const averagePool: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'AveragePool',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindAverage(node),
})

/** As onnxruntime's QLinearAveragePool has it: with `count_include_pad` what is behind the padding counts too. */
export const wholeAveragePool: Kernel = /* @__PURE__ */ defineKernel({
  ...averagePool,
  bind: (node) => bindAverage(node, -2),
})
