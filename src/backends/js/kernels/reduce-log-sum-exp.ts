import { exp } from '../../../math/exp.js'
import { log } from '../../../math/log.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'

const reduce: Reduction = (x, start, count) => {
  let most = -Infinity
  for (let i = start; i < start + count; i++) most = Math.max(most, x[i]!)
  const shift = most - most === 0 ? most : 0
  let sum = 0
  for (let i = start; i < start + count; i++) sum += exp(x[i]! - shift)
  return shift + log(sum)
}

/** max + log(sum of exp(x - max)), in float64. */
export const reduceLogSumExp: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceLogSumExp',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce),
})
