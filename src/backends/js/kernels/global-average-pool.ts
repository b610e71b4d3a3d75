import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindGlobalPool, type Pooling } from '../pool.js'

const pooling: Pooling = (x, start, offsets, round) => {
  let sum = 0
  for (const offset of offsets) sum = round(sum + x[start + offset]!)
  return sum / offsets.length
}

/** The mean of each channel, with the sum in order. */
export const globalAveragePool: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GlobalAveragePool',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindGlobalPool(node, pooling),
})
