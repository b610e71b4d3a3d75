import type { Kernel } from '../kernel.js'
import { bindReduction, type Reduction } from '../reduce.js'
import { bigIntegers, numbers } from '../types.js'

const reduce: Reduction = (x, start, count) => {
  let most = -Infinity
  for (let i = start; i < start + count; i++) most = Math.max(most, x[i]!)
  return most
}

const small = numbers.filter((type) => !bigIntegers.includes(type))

/** The largest element; NaN wins, and of none it is -Infinity. */
export const reduceMax: Kernel = {
  domain: '',
  name: 'ReduceMax',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduce, node.version < 20 ? small : [...small, 'bool']),
}
