import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindGlobalPool, largestPlace } from '../pool.js'

/** The largest element of each channel; NaN wins. */
export const globalMaxPool: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GlobalMaxPool',
  since: 1,
  inputs: [1, 1],
  bind: (node) =>
    bindGlobalPool(node, (x, start, offsets) => {
      const place = largestPlace(x, start, offsets)
      return place < 0 ? -Infinity : x[start + place]!
    }),
})
