import { correctlyRounded } from './correct-rounding.js'
import { hyperbolicFixed, hyperbolicParts } from './hyperbolic.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The hyperbolic cosine, correctly rounded. */
export function cosh(x: number): number {
  const magnitude = Math.abs(x)
  // 1 + x^2 / 2 is nearest to 1
  if (magnitude < 7.450580596923828e-9) return 1
  if (!(magnitude < 710.4)) return magnitude < 711 ? accurateCosh(magnitude) : magnitude * Infinity
  parts[0] = magnitude
  const exponent = hyperbolicParts(1, parts)
  const high = parts[0]!
  const result = high + (parts[1]! - 1.1e-22)
  if (result !== high + (parts[1]! + 1.1e-22)) return accurateCosh(magnitude)
  return result * powersOfTwo[BIAS + exponent - 1]!
}

function accurateCosh(x: number): number {
  return correctlyRounded((precision) => {
    const { sum, exponent } = hyperbolicFixed(x, precision)
    return { value: sum, error: 8n, exponent: exponent - 1 - precision }
  })
}
