import { bindBiased } from '../biased.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { gelu } from './gelu.js'

/** Gelu of the sum with a bias. */
export const biasGelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'BiasGelu',
  since: 1,
  inputs: [2, 2],
  bind: (node) => bindBiased(node, (inner) => gelu.bind({ ...inner, text: () => 'none' })),
})
