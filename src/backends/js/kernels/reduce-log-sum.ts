import { log } from '../../../math/log.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'

const reduce: Reduction = (x, start, count, round) => {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + x[i]!)
  return log(sum)
}

/** The logarithm of the sum, in order. */
export const reduceLogSum: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceLogSum',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce),
})
