import { erf as erfOf } from '../../../math/erf.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const erf: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Erf',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => erfOf(x)),
})
