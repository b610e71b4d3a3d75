import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'

const reduce: Reduction = (x, start, count, round) => {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + x[i]!)
  return sum
}

/** ((0 + x[0]) + x[1]) + ... */
export const reduceSum: Kernel = {
  domain: '',
  name: 'ReduceSum',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 13, reduce),
}
