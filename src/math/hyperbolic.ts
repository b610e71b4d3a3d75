import { decompose, shiftBy } from './correct-rounding.js'
import { low, twoProduct } from './double-double.js'
import { expParts } from './exp-parts.js'
import { expFixed } from './fixed-point.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

/**
 * Replaces x, the first of `parts`, by high and low part of (e^x + sign * e^-x) / 2^exponent with an error below
 * 2^-74, for 2^-9 <= x < 746 and sign 1 or -1; the exponent is returned.
 */
export function hyperbolicParts(sign: number, parts: Float64Array): number {
  parts[1] = 0
  const exponent = expParts(parts)
  if (exponent > 40) return exponent
  const high = parts[0]!
  const tail = parts[1]!
  const scale = sign * powersOfTwo[BIAS - 2 * exponent]!
  const inverse = 1 / high
  const product = twoProduct(inverse, high)
  const inverseTail = (1 - product - low() - inverse * tail) * inverse
  const sum = high + inverse * scale
  const rest = inverse * scale - (sum - high) + (tail + inverseTail * scale)
  parts[0] = sum + rest
  parts[1] = rest - (parts[0]! - sum)
  return exponent
}

/** (e^x ± e^-x) = value * 2^(exponent - precision), each within 8, for x >= 0. */
export function hyperbolicFixed(x: number, precision: number): { sum: bigint; difference: bigint; exponent: number } {
  const { mantissa, exponent } = decompose(x)
  const scaled = shiftBy(mantissa, exponent + precision)
  const rising = expFixed(scaled, precision)
  const falling = expFixed(-scaled, precision)
  const inverse = shiftBy(falling.value, falling.exponent - rising.exponent)
  return { sum: rising.value + inverse, difference: rising.value - inverse, exponent: rising.exponent }
}
