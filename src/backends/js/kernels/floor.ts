import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = Math.floor(x[i]!)
}

/** The largest integer that is at most x. */
export const floor: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Floor',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
})
