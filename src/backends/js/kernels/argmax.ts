import { bindArgExtreme } from '../arg-extreme.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** The place of the largest element; NaN is the largest. */
export const argMax: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ArgMax',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindArgExtreme(node, (a, b) => a > b),
})
