import { acos as acosOf } from '../../../math/acos.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const acos: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Acos',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => acosOf(x)),
})
