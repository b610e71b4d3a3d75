import { bindCumulation } from '../cumulate.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** The sum up to each element. */
export const cumSum: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'CumSum',
  since: 11,
  inputs: [2, 2],
  bind: (node) => bindCumulation(node, 0, (a, b) => a + b),
})
