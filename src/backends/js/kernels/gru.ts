import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'
import { bindRecurrent, sumOf, type CellInput } from '../recurrent.js'

const step =
  (linear: boolean) =>
  (input: CellInput): void => {
    const { fromX, xBias, hBias, product, h, activations, round, clip } = input
    const [f, g] = activations as [(x: number) => number, (x: number) => number]
    const z = h.map((_, unit) => f(clip(sumOf(input, h, 0, unit))))
    const r = h.map((_, unit) => f(clip(sumOf(input, h, 1, unit))))
    const reset = h.map((value, unit) => round(r[unit]! * value))
    const next = h.map((_, unit) => {
      const row = 2 * h.length + unit
      if (!linear) return g(clip(sumOf(input, reset, 2, unit)))
      const inner = round(r[unit]! * round(product(h, 2, unit) + hBias[row]!))
      return g(clip(round(round(fromX[row]! + inner) + xBias[row]!)))
    })
    h.forEach((old, unit) => {
      h[unit] = round(round(round(1 - z[unit]!) * next[unit]!) + round(z[unit]! * old))
    })
  }

/** z and r = f(x · W + h · R + biases), n = g of the same with r h for h, or `linear_before_reset` r (h · R + bias); h = (1 - z) n + z h */
export const gru: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'GRU',
  since: 7,
  inputs: [3, 6],
  bind: (node: NodeContext) =>
    bindRecurrent(node, {
      gates: 3,
      defaults: ['Sigmoid', 'Tanh'],
      memory: false,
      step: step(node.int('linear_before_reset', 0) !== 0),
    }),
})
