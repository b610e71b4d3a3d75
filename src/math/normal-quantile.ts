import { correctlyRounded, decompose, shiftBy, type Enclosure } from './correct-rounding.js'
import { low, multiply } from './double-double.js'
import { erfcFixed } from './error-function-fixed.js'
import { erfcParts, erfParts } from './error-function.js'
import { expParts } from './exp-parts.js'
import { expFixed, squareRootFloor, twoOverRootPiFixed } from './fixed-point.js'
import { log } from './log.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/**
 * The standard normal quantile, the inverse of `normalCdf`, correctly rounded: -Infinity at 0, Infinity at 1, NaN
 * outside [0, 1].
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN
  if (p === 0.5) return 0
  // The quantile of 1 - p, which is exact here, is the opposite
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p)
}

/** The y > 0 that a standard normal variable exceeds with probability q < 1/2. */
function upperQuantile(q: number): number {
  const y = estimate(q)
  const step = excess(y, q)
  // Halley's method leaves (y^2 + 2) / 12 times the third power of the estimate's error: 2^-69 y at most, 2^-90 for
  // q > 1/4
  const correction = step / (1 + 0.5 * y * step)
  const high = y - correction
  const tail = y - high - correction
  const margin = q > 0.25 ? Math.min(high * 5e-20, 3e-21) : high * 4e-21
  const result = high + (tail - margin)
  return result === high + (tail + margin) ? result : accurateQuantile(q, high)
}

/**
 * (P(Y <= y) - (1 - q)) / density(y), the step of Newton's method: within 2^-64.5 y and 2^-69, or 2^-68.5 y for q <=
 * 1/4.
 */
function excess(y: number, q: number): number {
  parts[0] = -0.5 * y * y
  parts[1] = 0
  const exponent = expParts(parts)
  const density = 0.3989422804014327 * parts[0]!
  parts[0] = multiply(y, 0, 0.7071067811865476, -4.833646656726457e-17)
  parts[1] = low()
  if (q > 0.25) {
    erfParts(parts)
    return (0.5 * parts[0]! - (0.5 - q) + 0.5 * parts[1]!) / (density * powersOfTwo[BIAS + exponent]!)
  }
  // q and the density in units of 2^(shift - 1), which are in range where they themselves are not
  const shift = erfcParts(parts)
  const half = (1 - shift) >> 1
  const scaled = q * powersOfTwo[BIAS + half]! * powersOfTwo[BIAS + 1 - shift - half]!
  return (scaled - parts[0]! - parts[1]!) / (density * powersOfTwo[BIAS + exponent - shift + 1]!)
}

/** The quantile within 2^-29 of itself down to the least double: rational functions of P. J. Acklam (2003). */
function estimate(q: number): number {
  if (q < 0.02425) {
    const t = Math.sqrt(-2 * log(q))
    return -(
      (((((-7.784894002430293e-3 * t - 0.3223964580411365) * t - 2.400758277161838) * t - 2.549732539343734) * t +
        4.374664141464968) *
        t +
        2.938163982698783) /
      ((((7.784695709041462e-3 * t + 0.3224671290700398) * t + 2.445134137142996) * t + 3.754408661907416) * t + 1)
    )
  }
  const t = 0.5 - q
  const r = t * t
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      t) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  )
}

function accurateQuantile(q: number, start: number): number {
  return correctlyRounded((precision) => enclose(q, start, precision))
}

/** Halley's method from `start` until its next step would be below the precision. */
function enclose(q: number, start: number, precision: number): Enclosure {
  const p = precision + 96
  const shift = BigInt(p)
  const rootHalf = squareRootFloor(1n << BigInt(2 * p - 1))
  const first = decompose(start)
  const probability = decompose(q)
  let y = shiftBy(first.mantissa, first.exponent + p)
  for (;;) {
    const tail = erfcFixed((y * rootHalf) >> shift, p)
    const power = expFixed(-(y * y) >> (shift + 1n), p)
    // density = power * 2 / sqrt(pi) * sqrt(1/2) / 2, in units of 2^power.exponent like the probabilities
    const density = (((power.value * twoOverRootPiFixed(p)) >> shift) * rootHalf) >> (shift + 1n)
    const above = shiftBy(tail.value, tail.exponent - 1 - power.exponent)
    const wanted = shiftBy(probability.mantissa, probability.exponent + p - power.exponent)
    const step = ((wanted - above) << shift) / density
    y -= (step << shift) / ((1n << shift) + ((y * step) >> (shift + 1n)))
    // The error left is below step^3 (y^2 + 1), that of the functions below 2^16
    const size = (step * step) >> shift
    const left = (((size * (step < 0n ? -step : step)) >> shift) * (((y * y) >> shift) + (1n << shift))) >> shift
    if (left < 65536n) return { value: y, error: 131072n * 4n, exponent: -p }
  }
}
