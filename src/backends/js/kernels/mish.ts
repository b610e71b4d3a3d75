import { exp as expOf } from '../../../math/exp.js'
import { log1p as log1pOf } from '../../../math/log1p.js'
import { tanh as tanhOf } from '../../../math/tanh.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import { type Kernel } from '../kernel.js'

/** x tanh(log(1 + exp(x))) */
export const mish: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Mish',
  since: 18,
  inputs: [1, 1],
  bind: (node) =>
    bindFloatMap(
      node,
      (x, round) => x * round(tanhOf(round(Math.max(x, 0) + round(log1pOf(round(expOf(-Math.abs(x)))))))),
    ),
})
