import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { low, multiply } from './double-double.js'
import { erfcFixed, erfFixed } from './error-function-fixed.js'
import { erfcParts } from './error-function.js'
import { squareRootFloor } from './fixed-point.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/**
 * The standard normal distribution function erfc(-x / sqrt(2)) / 2, correctly rounded, in the subnormal range too.
 */
export function normalCdf(x: number): number {
  if (!(x > -37.5 && x < 8.4)) return atTheEdges(x)
  parts[0] = multiply(-x, 0, 0.7071067811865476, -4.833646656726457e-17)
  parts[1] = low()
  const exponent = erfcParts(parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 4e-21)
  if (result !== high + (parts[1]! + high * 4e-21)) return accurateCdf(x)
  return exponent === 0 ? 0.5 * result : result * powersOfTwo[BIAS + exponent - 1]!
}

function atTheEdges(x: number): number {
  if (x !== x) return NaN
  return x > 0 ? 1 : x < -38.6 ? 0 : accurateCdf(x)
}

function accurateCdf(x: number): number {
  // 1/2 + x / sqrt(2 pi) is nearest to 1/2
  if (x < 2.7755575615628914e-17 && x > -2.7755575615628914e-17) return 0.5
  return correctlyRounded((precision) => {
    const { mantissa, exponent } = decompose(Math.abs(x))
    // x / sqrt(2) is within 40, which the function multiplies by at most 56 relative to itself
    const p = precision + 16
    const root = squareRootFloor(1n << BigInt(2 * p - 1))
    const scaled = (shiftBy(mantissa, exponent + p) * root) >> BigInt(p)
    if (x > 0) return { value: (1n << BigInt(p)) + erfFixed(scaled, p), error: 256n, exponent: -p - 1 }
    const result = erfcFixed(scaled, p)
    return {
      value: result.value,
      error: (result.value >> BigInt(precision)) + 65536n,
      exponent: result.exponent - p - 1,
    }
  })
}
