import { bitLength, correctlyRounded, decompose, roundToDouble, shiftBy } from './correct-rounding.js'
import { low, multiply } from './double-double.js'
import { expParts } from './exp-parts.js'
import { expFixed, logFixed } from './fixed-point.js'
import { logParts } from './log-parts.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/**
 * x to the power y, correctly rounded, with the special values of C99 and of numpy: pow(1, y) and pow(x, 0) are 1
 * even for NaN, pow(-1, ±Infinity) is 1, and a negative x has powers for integers only, NaN otherwise.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  // One correctly rounded operation each, special values included
  if (y === 2) return x * x
  if (y === 1) return x
  if (y === -1) return 1 / x
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  if (x > 0 && x < Infinity && y < Infinity && y > -Infinity) return positivePower(x, y)
  if (x !== x || y !== y) return NaN
  const magnitude = Math.abs(x)
  if (y === Infinity || y === -Infinity) return magnitude === 1 ? 1 : magnitude > 1 === y > 0 ? Infinity : 0
  const odd = Math.trunc(y) === y && Math.trunc(y / 2) !== y / 2
  if (magnitude === Infinity || x === 0) {
    const result = (magnitude === Infinity) === y > 0 ? Infinity : 0
    return odd && (x < 0 || 1 / x < 0) ? -result : result
  }
  if (Math.trunc(y) !== y) return NaN
  return odd ? -positivePower(magnitude, y) : positivePower(magnitude, y)
}

function positivePower(x: number, y: number): number {
  if (x === 1) return 1
  if (x < 2.2250738585072014e-308) return atTheEdges(x, y, y * -708) // ln x is in [-745, -708]
  parts[0] = x
  parts[1] = 0
  logParts(parts)
  const estimate = y * parts[0]!
  if (!(estimate > -708.3 && estimate < 709.7)) return atTheEdges(x, y, estimate)
  parts[0] = multiply(parts[0]!, parts[1]!, y, 0)
  parts[1] = low()
  const exponent = expParts(parts)
  const high = parts[0]!
  // ln x is within 2^-76.5 of itself, so y ln x, below 2^9.5, is within 2^-67, and the power within 2^-66.9 of itself
  const result = high + (parts[1]! - high * 8e-21)
  if (result !== high + (parts[1]! + high * 8e-21)) return accuratePower(x, y)
  return result * powersOfTwo[BIAS + exponent]!
}

function atTheEdges(x: number, y: number, estimate: number): number {
  if (estimate > 710) return Infinity
  if (estimate < -746) return 0
  return accuratePower(x, y)
}

function accuratePower(x: number, y: number): number {
  const exact = exactPower(x, y)
  if (exact !== undefined) return exact
  const base = decompose(x)
  const power = decompose(y)
  // |ln x| > 2^-54, and |y ln x| < 2^11 (the range of the result), so |y| < 2^65
  return correctlyRounded((precision) => {
    const logarithm = logFixed(base.mantissa, base.exponent, precision + 80)
    const product = shiftBy(power.mantissa * logarithm, power.exponent - 80)
    const result = expFixed(product, precision)
    return { value: result.value, error: 8n, exponent: result.exponent - precision }
  })
}

/**
 * x^y rounded, where it has so few bits (54) that it is a double or lies halfway between two; undefined where it has
 * more.
 */
function exactPower(x: number, y: number): number | undefined {
  const base = withOddMantissa(x)
  const power = withOddMantissa(y)
  let mantissa = base.mantissa
  let exponent = base.exponent
  // y = power.mantissa * 2^power.exponent: as many square roots as the exponent is below 0
  for (let i = power.exponent; i < 0; i++) {
    const root = Math.sqrt(mantissa)
    if (root * root !== mantissa || Math.trunc(root) !== root || exponent % 2 !== 0) return undefined
    mantissa = root
    exponent /= 2
  }
  const n = power.exponent > 0 ? y : power.mantissa
  if (mantissa === 1) return roundToDouble(1n, Math.max(-2000, Math.min(2000, exponent * n)))
  if (n < 0 || n > 64) return undefined
  let result = 1n
  for (let i = 0; i < n; i++) result *= BigInt(mantissa)
  return bitLength(result) > 54 ? undefined : roundToDouble(result, exponent * n)
}

/** x = mantissa * 2^exponent with an odd mantissa, for a nonzero x. */
function withOddMantissa(x: number): { mantissa: number; exponent: number } {
  let { mantissa, exponent } = decompose(x)
  for (; (mantissa & 1n) === 0n; mantissa >>= 1n) exponent++
  return { mantissa: Number(mantissa), exponent }
}
