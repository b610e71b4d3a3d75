import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

function loop(x: Cells, out: Cells, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i]! < 0 ? 0 : x[i]!
}

/** 0 where x < 0, else x: NaN and -0 stay. */
export const relu: Kernel = {
  domain: '',
  name: 'Relu',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, floats, loop),
}
