import { low, twoProduct, twoSum } from './double-double.js'
import { fillLogTable, LN2_HIGH, LN2_LOW, logTable } from './log-table.js'
import { BIAS, highWord, powersOfTwo } from './powers-of-two.js'

/**
 * Replaces x in `parts`, as high and low part, by ln x within 2^-76.5 of itself (0 for 1). The high part is positive
 * and normal.
 */
export function logParts(parts: Float64Array): void {
  if (logTable[0] === 0) fillLogTable()
  const x = parts[0]!
  const bits = highWord(x)
  const exponent = (bits >> 20) - BIAS
  const row = (bits >> 12) & 255
  const scale = powersOfTwo[BIAS - exponent]!
  const m = x * scale
  const r = logTable[row]!
  const mHead = m + 100663296 - 100663296
  // r * m - 1 is exact: a multiple of 2^-61 below 2^-8 (the head of m has 27 bits, r has 9)
  const z = twoSum(r * mHead - 1 + r * (m - mHead), r * (parts[1]! * scale))
  const zTail = low()
  const base = exponent * LN2_HIGH + logTable[256 + row]!
  // ln(1 + z) = z - z^2 / 2 + z^3 / 3 in double-double, and the terms from z^4 / 4 < 2^-34 on
  const square = twoProduct(z, z)
  const squareTail = low() + 2 * z * zTail
  const power = twoProduct(square, z)
  const cube = power * 0.3333333333333333
  const cubeTail = (power - 2 * cube - cube + (low() + squareTail * z + square * zTail)) * 0.3333333333333333
  const fourth =
    square *
    square *
    (-0.25 +
      z *
        (0.2 +
          z * (-0.16666666666666666 + z * (0.14285714285714285 + z * (-0.125 + z * (0.1111111111111111 + z * -0.1))))))
  const first = base + z
  const second = first - 0.5 * square
  const third = second + cube
  const rest =
    z -
    (first - base) +
    (-0.5 * square - (second - first)) +
    (cube - (third - second)) +
    (zTail - 0.5 * squareTail + cubeTail + fourth + (exponent * LN2_LOW + logTable[512 + row]!))
  const high = third + rest
  parts[0] = high
  parts[1] = rest - (high - third)
}
