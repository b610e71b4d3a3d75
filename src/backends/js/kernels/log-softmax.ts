import { exp } from '../../../math/exp.js'
import { log } from '../../../math/log.js'
import { bindSoftmax } from '../softmax-axis.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** (x - max) - log(sum of exp(x - max)) */
function run(x: Float64Array, out: Float64Array, start: number, step: number, count: number, single: boolean): void {
  const round = single ? Math.fround : Number
  const end = start + count * step
  let max = x[start]!
  for (let i = start + step; i < end; i += step) max = Math.max(max, x[i]!)
  let sum = 0
  for (let i = start; i < end; i += step) sum = round(sum + round(exp(round(x[i]! - max))))
  const shift = round(log(sum))
  for (let i = start; i < end; i += step) out[i] = round(x[i]! - max) - shift
}

export const logSoftmax: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LogSoftmax',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindSoftmax(node, run),
})
