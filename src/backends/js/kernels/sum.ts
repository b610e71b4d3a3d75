import { bindVariadic } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! + b[j]!
}

/** The sum, from the left. */
export const sum: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Sum',
  since: 8,
  inputs: [1, Infinity],
  bind: (node) => bindVariadic(node, floats, loop),
})
