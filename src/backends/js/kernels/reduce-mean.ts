import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'

const reduce: Reduction = (x, start, count, round) => {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + x[i]!)
  return sum / count
}

/** The sum, in order, divided by the number of elements. */
export const reduceMean: Kernel = {
  domain: '',
  name: 'ReduceMean',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce),
}
