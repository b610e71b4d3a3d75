import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'

const reduce: Reduction = (x, start, count, round) => {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + round(x[i]! * x[i]!))
  return Math.sqrt(sum)
}

/** The root of the sum of squares, in order. */
export const reduceL2: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceL2',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce),
})
