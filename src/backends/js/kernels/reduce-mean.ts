import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type BigReduction, type Reduction } from '../reduce.js'
import { reducible } from '../types.js'

const reduce: Reduction = (x, start, count, round) => {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + x[i]!)
  return sum / count
}

// Without elements it is 0, as NaN is in the other integer types.
const reduceBig: BigReduction = (x, start, count) => {
  let sum = 0n
  for (let i = start; i < start + count; i++) sum += x[i]!
  return count === 0 ? 0n : sum / BigInt(count)
}

/** The sum, in order, divided by the number of elements; integers toward zero. */
export const reduceMean: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceMean',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce, reducible, reduceBig),
})
