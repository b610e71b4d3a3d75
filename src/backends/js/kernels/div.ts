import { bindBinary } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! / b[j]!
}

const integerLoop =
  (node: NodeContext): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      if (b[j] === 0) node.refuse('an integer divided by 0')
      out[k] = a[i]! / b[j]!
    }
  }

/** BigInt's own division truncates too. */
const bigLoop =
  (node: NodeContext): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      if (!b[j]) node.refuse('an integer divided by 0')
      out[k] = a[i]! / b[j]!
    }
  }

/** a / b; integers toward zero, and refused where b is 0. */
export const div: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Div',
  since: 7,
  inputs: [2, 2],
  bind: (node) => bindBinary(node, loop, integerLoop(node), bigLoop(node)),
})
