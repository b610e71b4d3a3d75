import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindPool } from '../pool.js'

/** The sum of each window, in order, divided by the number of its elements, or with `count_include_pad` of those and of padding. */
function bind(node: NodeContext): Bound {
  const least = node.int('count_include_pad', 0) !== 0 ? -1 : 0
  return bindPool(node, (x, start, offsets, round) => {
    let sum = 0
    let count = 0
    for (const offset of offsets) {
      if (offset >= 0) sum = round(sum + x[start + offset]!)
      if (offset >= least) count++
    }
    return sum / count
  })
}

export const averagePool: Kernel = { domain: '', name: 'AveragePool', since: 1, inputs: [1, 1], bind }
