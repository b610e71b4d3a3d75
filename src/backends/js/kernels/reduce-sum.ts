import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type BigReduction, type Reduction } from '../reduce.js'
import { reducible } from '../types.js'

const reduce: Reduction = (x, start, count, round) => {
  let result = 0
  for (let i = start; i < start + count; i++) result = round(result + x[i]!)
  return result
}

const reduceBig: BigReduction = (x, start, count) => {
  let result = 0n
  for (let i = start; i < start + count; i++) result = result + x[i]!
  return result
}

/** The sum, in order; integers wrap. */
export const reduceSum: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceSum',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 13, reduce, reducible, reduceBig),
})
