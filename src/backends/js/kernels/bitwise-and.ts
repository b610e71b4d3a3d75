import { bindBinary } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { integers, typeOfInput } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! & b[j]!
}

/** a & b, bit by bit. */
export const bitwiseAnd: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'BitwiseAnd',
  since: 18,
  inputs: [2, 2],
  bind(node) {
    typeOfInput(node, 0, integers)
    return bindBinary(node, loop)
  },
})
