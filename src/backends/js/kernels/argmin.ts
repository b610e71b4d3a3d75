import { bindArgExtreme } from '../arg-extreme.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** The place of the smallest element; NaN is the smallest. */
export const argMin: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ArgMin',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindArgExtreme(node, (a, b) => a < b),
})
