import { exp as expOf } from '../../../math/exp.js'
import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = expOf(x[i]!)
}

/** e^x, correctly rounded in float64. */
export const exp: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Exp',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
})
