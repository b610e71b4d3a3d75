import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { erfFixed } from './error-function-fixed.js'
import { erfParts } from './error-function.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The error function, correctly rounded. */
export function erf(x: number): number {
  if (x === 0) return x
  const magnitude = Math.abs(x)
  if (!(magnitude < 6)) return magnitude > 0 ? (x > 0 ? 1 : -1) : NaN
  if (magnitude < 1e-280) return x < 0 ? -accurateErf(magnitude) : accurateErf(magnitude)
  parts[0] = magnitude
  parts[1] = 0
  erfParts(parts)
  const high = parts[0]!
  const margin = Math.min(high * 4e-20, 6e-22)
  const result = high + (parts[1]! - margin)
  const rounded = result === high + (parts[1]! + margin) ? result : accurateErf(magnitude)
  return x < 0 ? -rounded : rounded
}

function accurateErf(x: number): number {
  const { mantissa, exponent } = decompose(x)
  // As many bits more as the result has leading zeros
  const more = Math.max(0, -exponent)
  return correctlyRounded((precision) => {
    const p = precision + more
    return { value: erfFixed(shiftBy(mantissa, exponent + p), p), error: 4n, exponent: -p }
  })
}
