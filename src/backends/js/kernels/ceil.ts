import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** The least integer not below x. */
export const ceil: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Ceil',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => Math.ceil(x)),
})
