import type { Kernel, NodeContext } from '../kernel.js'
import { bindPool, type Pooling } from '../pool.js'

const pooling: Pooling = (x, start, offsets) => {
  let most = -Infinity
  for (const offset of offsets) if (offset >= 0) most = Math.max(most, x[start + offset]!)
  return most
}

/** The largest element of each window; NaN wins. Without places. */
export const maxPool: Kernel = {
  domain: '',
  name: 'MaxPool',
  since: 1,
  inputs: [1, 1],
  bind(node: NodeContext) {
    node.has('storage_order')
    return bindPool(node, pooling)
  },
}
