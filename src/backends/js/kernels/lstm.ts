import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindRecurrent, sumOf, type CellInput } from '../recurrent.js'

const [I, O, F, C] = [0, 1, 2, 3]

const step =
  (coupled: boolean) =>
  (input: CellInput): void => {
    const { h, c, peephole, activations, round, clip } = input
    const [f, g, last] = activations as [(x: number) => number, (x: number) => number, (x: number) => number]
    const size = h.length
    const gate = (which: number, unit: number, cell: number): number => {
      const sum = sumOf(input, h, which, unit)
      return clip(peephole === null ? sum : round(sum + round(peephole[which * size + unit]! * cell)))
    }
    const next = new Float64Array(size)
    for (let unit = 0; unit < size; unit++) {
      const old = c[unit]!
      const i = f(gate(I, unit, old))
      const forget = coupled ? round(1 - i) : f(gate(F, unit, old))
      const fresh = g(clip(sumOf(input, h, C, unit)))
      c[unit] = round(round(forget * old) + round(i * fresh))
      next[unit] = round(f(gate(O, unit, c[unit]!)) * last(c[unit]!))
    }
    h.set(next)
  }

/** `hear` makes what is multiplied of the states of all rows. */
export function bindLstm(node: NodeContext, hear?: (h: Float64Array) => Float64Array): Bound {
  return bindRecurrent(node, {
    gates: 4,
    defaults: ['Sigmoid', 'Tanh', 'Tanh'],
    memory: true,
    step: step(node.int('input_forget', 0) !== 0),
    ...(hear && { hear }),
  })
}

/** i, f, o = f(x · W + h · R + biases + P c), c = f c + i g(x · W + h · R + biases), h = o last(c); o sees the new c. */
export const lstm: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LSTM',
  since: 7,
  inputs: [3, 8],
  bind: (node) => bindLstm(node),
})
