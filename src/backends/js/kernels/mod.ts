import { bindBinary } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'
import { floats } from '../types.js'

const truncated: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! % b[j]!
}

/** The rest has the sign of the divisor; of 0 too. */
const flooredFloats: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
    const rest = a[i]! % b[j]!
    if (rest === 0) out[k] = b[j]! < 0 ? -0 : 0
    else out[k] = rest < 0 !== b[j]! < 0 ? rest + b[j]! : rest
  }
}

/** The rest has the sign of the divisor. Integers: numbers or bigints. */
const floored =
  (node: NodeContext): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      if (!b[j]) node.refuse('an integer divided by 0')
      const rest = a[i]! % b[j]!
      out[k] = rest && rest < 0 !== b[j]! < 0 ? rest + b[j]! : rest
    }
  }

const truncatedIntegers =
  (node: NodeContext): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      if (!b[j]) node.refuse('an integer divided by 0')
      out[k] = a[i]! % b[j]!
    }
  }

/** The rest of a / b: of the sign of b, or with `fmod`, which floats need before version 28, of the sign of a. */
export const mod: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Mod',
  since: 10,
  inputs: [2, 2],
  bind(node: NodeContext) {
    const fmod = node.int('fmod', 0) !== 0
    if (!fmod && node.version < 28 && (floats as readonly string[]).includes(node.inputs[0]!.type))
      node.invalid('expected fmod 1 for floats')
    const loop = fmod ? truncatedIntegers(node) : floored(node)
    return bindBinary(node, fmod ? truncated : flooredFloats, loop, loop)
  },
})
