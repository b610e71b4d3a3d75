import { log1p } from '../../../math/log1p.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** With the sign of x, log1p(|x| + x² / (1 + sqrt(x² + 1))) in float64, rounded once; x² too large, log1p(|x|) + log(2). */
function asinhOf(x: number): number {
  const size = Math.abs(x)
  const square = x * x
  const large = size > 1e150
  const result = large ? log1p(size) + Math.LN2 : log1p(size + square / (1 + Math.sqrt(square + 1)))
  return x < 0 || Object.is(x, -0) ? -result : result
}

export const asinh: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Asinh',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, asinhOf),
})
