import type { Kernel, NodeContext } from '../kernel.js'
import { bindPool, type Pooling } from '../pool.js'

const pooling =
  (padding: boolean): Pooling =>
  (x, start, offsets, round) => {
    let sum = 0
    let count = 0
    for (const offset of offsets) {
      if (offset >= 0) sum = round(sum + x[start + offset]!)
      if (offset >= 0 || padding) count++
    }
    return sum / count
  }

/** The sum of each window, in order, divided by the number of its elements, or with `count_include_pad` by the window's size. */
export const averagePool: Kernel = {
  domain: '',
  name: 'AveragePool',
  since: 1,
  inputs: [1, 1],
  bind(node: NodeContext) {
    if (node.int('ceil_mode', 0) !== 0) node.unsupported('no ceil_mode')
    return bindPool(node, pooling(node.int('count_include_pad', 0) !== 0))
  },
}
