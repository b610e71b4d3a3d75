import { bindBiased } from '../biased.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { gelu } from './gelu.js'

/** Gelu by tanh, of the sum with a bias where there is one. */
export const fastGelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'FastGelu',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindBiased(node, (inner) => gelu.bind({ ...inner, text: () => 'tanh' })),
})
