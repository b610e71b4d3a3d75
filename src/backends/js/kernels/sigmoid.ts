import { exp } from '../../../math/exp.js'
import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

const { fround } = Math

function loop(x: Cells, out: Cells, count: number, type: string): void {
  if (type === 'float64') for (let i = 0; i < count; i++) out[i] = 1 / (1 + exp(-x[i]!))
  else for (let i = 0; i < count; i++) out[i] = 1 / fround(1 + fround(exp(-x[i]!)))
}

/** 1 / (1 + exp(-x)) */
export const sigmoid: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Sigmoid',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
})
