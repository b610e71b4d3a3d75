import { low, twoProduct, twoSum } from './double-double.js'
import { expTable, fillExpTable, ROUND, STEP_HIGH, STEP_LAST, STEP_MIDDLE, STEPS_PER_UNIT } from './exp-table.js'

/**
 * Replaces x in `parts`, as high and low part, by e^x / 2^exponent, in [0.99, 2.01] and within 2^-76 of itself; the
 * exponent is returned. |x| < 746.
 */
export function expParts(parts: Float64Array): number {
  if (expTable[0] === 0) fillExpTable()
  const x = parts[0]!
  const steps = x * STEPS_PER_UNIT + ROUND - ROUND
  const k = steps | 0
  const reduced = twoSum(x - steps * STEP_HIGH, -steps * STEP_MIDDLE)
  const correction = low() + (parts[1]! - steps * STEP_LAST)
  const r = reduced + correction
  const rTail = correction - (r - reduced)
  const coarse = (k >> 7) & 127
  const fine = 256 + (k & 127)
  const a = expTable[coarse]! * expTable[fine]!
  const b =
    expTable[coarse + 128]! * (expTable[fine]! + expTable[fine + 128]!) + expTable[coarse]! * expTable[fine + 128]!
  // p = e^r - 1 = r + r^2 / 2 + rest, with the square exact: r^3 / 6 < 2^-49 is within 2^-100
  const square = twoProduct(r, r)
  const squareTail = low()
  const p = twoSum(r, 0.5 * square)
  const pTail =
    low() +
    (0.5 * squareTail +
      rTail * (1 + r) +
      r * square * (0.16666666666666666 + r * (0.041666666666666664 + r * 0.008333333333333333)))
  const product = twoProduct(a, p)
  const productTail = low()
  const sum = a + product
  const rest = product - (sum - a) + (productTail + (a + b) * pTail + (b + b * p))
  const high = sum + rest
  parts[0] = high
  parts[1] = rest - (high - sum)
  return k >> 14
}

/** Replaces x in `parts`, as high and low part, by e^x - 1 within 2^-69 of itself, for |x| <= 2^-8. */
export function expm1Parts(parts: Float64Array): void {
  const x = parts[0]!
  const square = twoProduct(x, x)
  const squareTail = low()
  const sum = x + 0.5 * square
  const series =
    0.16666666666666666 +
    x *
      (0.041666666666666664 +
        x *
          (0.008333333333333333 +
            x *
              (0.001388888888888889 +
                x * (1.984126984126984e-4 + x * (2.48015873015873e-5 + x * 2.7557319223985893e-6)))))
  const rest = 0.5 * square - (sum - x) + (0.5 * squareTail + parts[1]! * (1 + x) + x * square * series)
  const high = sum + rest
  parts[0] = high
  parts[1] = rest - (high - sum)
}
