import { bindComparison } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i] === b[j] ? 0 : 1
}

/** Whether one of two is true. */
export const xor: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Xor',
  since: 7,
  inputs: [2, 2],
  bind: (node) => bindComparison(node, ['bool'], loop),
})
