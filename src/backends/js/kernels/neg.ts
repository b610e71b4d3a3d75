import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { signed } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = -x[i]!
}

/** -x; the smallest integer stays itself. */
export const neg: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Neg',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, signed, loop),
})
