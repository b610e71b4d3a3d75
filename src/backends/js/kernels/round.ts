import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

function roundHalfEven(x: number): number {
  const low = Math.floor(x)
  const rest = x - low
  if (rest !== 0.5) return rest < 0.5 ? (low === 0 && x < 0 ? -0 : low) : keepSign(low + 1, x)
  return low % 2 === 0 ? low : keepSign(low + 1, x)
}

function keepSign(value: number, x: number): number {
  return value === 0 && x < 0 ? -0 : value
}

/** The nearest integer, halves to even; infinities, NaN and -0 stay. */
export const round: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Round',
  since: 11,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => (Number.isFinite(x) && x !== 0 ? roundHalfEven(x) : x)),
})
