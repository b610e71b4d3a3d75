import { exp as expOf } from '../../../math/exp.js'
import { log1p as log1pOf } from '../../../math/log1p.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** log(1 + exp(x)), as max(x, 0) + log1p(exp(-|x|)). */
export const softplus: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Softplus',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x, round) => Math.max(x, 0) + round(log1pOf(round(expOf(-Math.abs(x)))))),
})
