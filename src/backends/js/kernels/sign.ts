import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { bigIntegers, numbers } from '../types.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

function loop(x: Cells, out: Cells, count: number, type: string): void {
  if ((bigIntegers as readonly string[]).includes(type)) {
    const from = x as unknown as BigInt64Array
    const to = out as unknown as BigInt64Array
    for (let i = 0; i < count; i++) to[i] = from[i]! > 0n ? 1n : from[i]! < 0n ? -1n : 0n
  } else for (let i = 0; i < count; i++) out[i] = Math.sign(x[i]!)
}

/** -1, 0 or 1; NaN and -0 stay. */
export const sign: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Sign',
  since: 9,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, numbers, loop),
})
