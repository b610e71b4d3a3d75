import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = 1 / x[i]!
}

/** 1 / x */
export const reciprocal: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Reciprocal',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
})
