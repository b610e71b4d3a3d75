import { correctlyRounded, decompose } from './correct-rounding.js'
import { logFixed } from './fixed-point.js'
import { fillLogTable, LN2_HIGH, LN2_LOW, logTable } from './log-table.js'
import { BIAS, highWord, powersOfTwo } from './powers-of-two.js'

/** The natural logarithm, correctly rounded: -Infinity at both zeros, NaN below. */
export function log(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) return atTheEdges(x)
  if (logTable[0] === 0) fillLogTable()
  const table = logTable
  const high = highWord(x)
  const exponent = (high >> 20) - BIAS
  const row = (high >> 12) & 255
  const m = x * powersOfTwo[BIAS - exponent]!
  const r = table[row]!
  // ln x = exponent ln 2 - ln r + ln(1 + z) with z = r m - 1, exact: a multiple of 2^-61 below 2^-8
  const mHead = m + 100663296 - 100663296
  const z = r * mHead - 1 + r * (m - mHead)
  const base = exponent * LN2_HIGH + table[256 + row]!
  // z - z^2 / 2 with the square of the first 26 bits exact, and then z^3 / 3 - ... + z^9 / 9
  const zHead = z + 393216 - 393216
  const zTail = z - zHead
  const first = base + z
  const square = -0.5 * zHead * zHead
  const second = first + square
  const cube = z * z * z
  const rest =
    z -
    (first - base) +
    (square - (second - first)) +
    (exponent * LN2_LOW + table[512 + row]! - 0.5 * zTail * (z + zHead) + cube * series(z))
  const top = second + rest
  const low = rest - (top - second)
  // The sums up to here are exact but for `rest`: the series, z^3 / 3 < 2^-25.5, is within 2^-51 of itself and
  // leaves z^10 / 10, so within 2^-76 in all; where the base is 0 (x next to 1) all of it is in proportion to z,
  // within 2^-68.5 z
  const margin = base === 0 ? z * 3.4e-21 : 2e-23
  const result = top + (low - margin)
  return result === top + (low + margin) ? result : accurateLog(x)
}

/** 1/3 - z / 4 + z^2 / 5 - ... + z^6 / 9 */
function series(z: number): number {
  return 1 / 3 + z * (-0.25 + z * (0.2 + z * (-1 / 6 + z * (1 / 7 + z * (-0.125 + z * (1 / 9))))))
}

function atTheEdges(x: number): number {
  if (x === 0) return -Infinity
  return x > 0 && x < Infinity ? accurateLog(x) : x > 0 ? x : NaN
}

function accurateLog(x: number): number {
  if (x === 1) return 0
  const { mantissa, exponent } = decompose(x)
  // |ln x| > 2^-54, so that 64 bits more make up for the leading zeros.
  return correctlyRounded((precision) => ({
    value: logFixed(mantissa, exponent, precision + 64),
    error: 2n,
    exponent: -precision - 64,
  }))
}
