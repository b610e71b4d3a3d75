import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type BigReduction, type Reduction } from '../reduce.js'
import { reducible } from '../types.js'

const reduce: Reduction = (x, start, count, round) => {
  let result = 0
  for (let i = start; i < start + count; i++) result = round(result + Math.abs(x[i]!))
  return result
}

const reduceBig: BigReduction = (x, start, count) => {
  let result = 0n
  for (let i = start; i < start + count; i++) result = result + (x[i]! < 0n ? -x[i]! : x[i]!)
  return result
}

/** The sum of absolute values, in order; integers wrap. */
export const reduceL1: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceL1',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce, reducible, reduceBig),
})
