import { correctlyRounded } from './correct-rounding.js'
import { hyperbolicFixed, hyperbolicParts } from './hyperbolic.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The hyperbolic sine, correctly rounded. */
export function sinh(x: number): number {
  // Next to 0 the next term is x^3 / 6, less than a quarter of a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  const magnitude = Math.abs(x)
  const result = magnitude < 0.00390625 ? small(magnitude) : large(magnitude)
  return x < 0 ? -result : result
}

function small(x: number): number {
  const square = x * x
  const rest =
    x *
    square *
    (0.16666666666666666 +
      square * (0.008333333333333333 + square * (1.984126984126984e-4 + square * 2.7557319223985893e-6)))
  const result = x + (rest - x * 3.4e-21)
  return result === x + (rest + x * 3.4e-21) ? result : accurateSinh(x)
}

function large(x: number): number {
  if (!(x < 710.4)) return x < 711 ? accurateSinh(x) : x * Infinity
  parts[0] = x
  const exponent = hyperbolicParts(-1, parts)
  const high = parts[0]!
  const result = high + (parts[1]! - 1.1e-22)
  if (result !== high + (parts[1]! + 1.1e-22)) return accurateSinh(x)
  return result * powersOfTwo[BIAS + exponent - 1]!
}

function accurateSinh(x: number): number {
  return correctlyRounded((precision) => {
    const { difference, exponent } = hyperbolicFixed(x, precision + 64)
    return { value: difference, error: 8n, exponent: exponent - 1 - precision - 64 }
  })
}
