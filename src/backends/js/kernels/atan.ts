import { atan as atanOf } from '../../../math/atan.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const atan: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Atan',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => atanOf(x)),
})
