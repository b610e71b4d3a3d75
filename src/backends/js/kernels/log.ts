import { log as logOf } from '../../../math/log.js'
import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = logOf(x[i]!)
}

/** The natural logarithm, correctly rounded in float64. */
export const log: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Log',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
})
