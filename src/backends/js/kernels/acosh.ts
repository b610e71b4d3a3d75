import { log1p } from '../../../math/log1p.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** log1p(t + sqrt(2 t + t²)) of t = x - 1 in float64, rounded once; t² too large, log1p(t) + log(2). Below 1 NaN. */
function acoshOf(x: number): number {
  if (!(x >= 1)) return NaN
  const t = x - 1
  return t > 1e150 ? log1p(t) + Math.LN2 : log1p(t + Math.sqrt(2 * t + t * t))
}

export const acosh: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Acosh',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, acoshOf),
})
