import { bindVariadic } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { numbers } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep)
    out[k] = a[i]! < b[j]! || a[i] !== a[i] ? a[i]! : b[j]!
}

/** The smallest; NaN wins. */
export const min: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Min',
  since: 8,
  inputs: [1, Infinity],
  bind: (node) => bindVariadic(node, numbers, loop),
})
