import { sinh as sinhOf } from '../../../math/sinh.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const sinh: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Sinh',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => sinhOf(x)),
})
