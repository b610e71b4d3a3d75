import { log1p } from '../../../math/log1p.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** With the sign of x, log1p(2 |x| / (1 - |x|)) / 2 in float64, rounded once. */
function atanhOf(x: number): number {
  const size = Math.abs(x)
  const half = log1p((2 * size) / (1 - size)) / 2
  return x < 0 || Object.is(x, -0) ? -half : half
}

export const atanh: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Atanh',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, atanhOf),
})
