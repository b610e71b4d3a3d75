import { tan as tanOf } from '../../../math/tan.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const tan: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Tan',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => tanOf(x)),
})
