import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** x / (1 + |x|) */
export const softsign: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Softsign',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x, round) => x / round(1 + Math.abs(x))),
})
