import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { low, twoSum } from './double-double.js'
import { logFixed } from './fixed-point.js'
import { logParts } from './log-parts.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** ln(1 + x), correctly rounded: -Infinity at -1, NaN below. */
export function log1p(x: number): number {
  // Next to 0 the next term is x^2 / 2, less than a quarter of a unit of the last place
  if (x < 2.7755575615628914e-17 && x > -2.7755575615628914e-17) return x
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : NaN
  parts[0] = twoSum(1, x)
  parts[1] = low()
  logParts(parts)
  const high = parts[0]!
  const margin = high * 1.4e-23
  const result = high + (parts[1]! - margin)
  return result === high + (parts[1]! + margin) ? result : accurateLog1p(x)
}

function accurateLog1p(x: number): number {
  const { mantissa, exponent } = decompose(x)
  // 1 + x as an exact integer times a power of two
  const least = Math.min(exponent, 0)
  const sum = shiftBy(1n, -least) + shiftBy(mantissa, exponent - least)
  return correctlyRounded((precision) => ({
    value: logFixed(sum, least, precision + 64),
    error: 2n,
    exponent: -precision - 64,
  }))
}
