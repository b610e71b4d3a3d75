import { timesOf } from '../arithmetic.js'
import { bindCumulation } from '../cumulate.js'
import type { Kernel } from '../kernel.js'

/** The product up to each element. */
export const cumProd: Kernel = {
  domain: '',
  name: 'CumProd',
  since: 26,
  inputs: [2, 2],
  bind: (node) => bindCumulation(node, 1, timesOf(node.inputs[0]!.type)),
}
