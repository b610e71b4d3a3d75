import { cosh as coshOf } from '../../../math/cosh.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const cosh: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Cosh',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => coshOf(x)),
})
