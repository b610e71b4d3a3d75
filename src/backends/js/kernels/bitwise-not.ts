import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { integers } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = ~x[i]!
}

/** Every bit the other way. */
export const bitwiseNot: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'BitwiseNot',
  since: 18,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, integers, loop),
})
