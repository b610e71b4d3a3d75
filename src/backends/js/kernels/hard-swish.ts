import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** x times x / 6 + 0.5, from 0 to 1. */
export const hardSwish: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'HardSwish',
  since: 14,
  inputs: [1, 1],
  bind: (node) =>
    bindFloatMap(node, (x, round) => x * Math.max(0, Math.min(1, round(round(Math.fround(1 / 6) * x) + 0.5)))),
})
