import type { Kernel } from '../kernel.js'
import { bindGlobalPool, type Pooling } from '../pool.js'

const pooling: Pooling = (x, start, offsets) => {
  let most = -Infinity
  for (const offset of offsets) if (offset >= 0) most = Math.max(most, x[start + offset]!)
  return most
}

/** The largest element of each channel; NaN wins. */
export const globalMaxPool: Kernel = {
  domain: '',
  name: 'GlobalMaxPool',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindGlobalPool(node, pooling),
}
