import { cos as cosOf } from '../../../math/cos.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const cos: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Cos',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => cosOf(x)),
})
