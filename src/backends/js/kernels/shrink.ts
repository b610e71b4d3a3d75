import { bindFloatMap } from '../arithmetic.js'
import { type Kernel, type NodeContext } from '../kernel.js'

/** x + bias below -lambd, x - bias above lambd, else 0. */
export const shrink: Kernel = {
  domain: '',
  name: 'Shrink',
  since: 9,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const bias = Math.fround(node.float('bias', 0))
    const lambd = Math.fround(node.float('lambd', 0.5))
    return bindFloatMap(node, (x) => (x < -lambd ? x + bias : x > lambd ? x - bias : 0))
  },
}
