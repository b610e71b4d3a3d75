import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { numbers } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i]! < 0 || Object.is(x[i], -0) ? -x[i]! : x[i]!
}

/** x without its sign; the smallest integer stays itself. */
export const abs: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Abs',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, numbers, loop),
})
