import { bindCumulation } from '../cumulate.js'
import type { Kernel } from '../kernel.js'
import { integers } from '../types.js'

/** The product up to each element. */
export const cumProd: Kernel = {
  domain: '',
  name: 'CumProd',
  since: 26,
  inputs: [2, 2],
  bind(node) {
    const type = node.inputs[0]!.type
    const small = (integers as readonly string[]).includes(type) && !type.endsWith('64')
    return bindCumulation(node, 1, small ? Math.imul : (a, b) => a * b)
  },
}
