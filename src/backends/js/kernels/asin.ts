import { asin as asinOf } from '../../../math/asin.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const asin: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Asin',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => asinOf(x)),
})
