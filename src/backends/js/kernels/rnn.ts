import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindRecurrent, sumOf, type CellInput } from '../recurrent.js'

/** h = f(x · W + h · R + biases) */
function step(input: CellInput): void {
  const { h, activations, clip } = input
  const next = h.map((_, unit) => activations[0]!(clip(sumOf(input, h, 0, unit))))
  h.set(next)
}

export const rnn: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'RNN',
  since: 7,
  inputs: [3, 6],
  bind: (node) => bindRecurrent(node, { gates: 1, defaults: ['Tanh'], memory: false, step }),
})
