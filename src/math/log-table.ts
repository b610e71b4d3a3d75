import { roundToDouble, shiftBy } from './correct-rounding.js'
import { reciprocalSeries } from './fixed-point.js'
import { fillPowersOfTwo } from './powers-of-two.js'

/** ln 2 as a multiple of 2^-42 (its product with an exponent is exact), and the rest. */
export const LN2_HIGH = 0.6931471805598903
export const LN2_LOW = 5.497923018708371e-14

/**
 * Three tables of 256 numbers, by the first 8 bits of the fraction of m in [1, 2): r near 1/m, a multiple of 2^-9,
 * exactly 1 and 1/2 in the first and last row; then -ln(r) as a multiple of 2^-42, and the rest. Zeros until
 * `fillLogTable` has run.
 */
export const logTable: Float64Array = /* @__PURE__ */ new Float64Array(768)

const PRECISION = 160

/** Fills `logTable` and the powers of two. */
export function fillLogTable(): void {
  fillPowersOfTwo()
  const logarithms = [0n] // -ln((512 - i) / 512) at i
  for (let n = 511; n >= 256; n--) {
    const step = 2n * reciprocalSeries(BigInt(2 * n + 1), 1n, PRECISION)
    logarithms.push(logarithms[511 - n]! + step)
  }
  for (let i = 0; i < 256; i++) {
    const numerator = i === 0 ? 512 : i === 255 ? 256 : Math.round(262144 / (512 + 2 * i + 1))
    const logarithm = logarithms[512 - numerator]!
    const head = logarithm >> BigInt(PRECISION - 42)
    logTable[i] = numerator / 512
    logTable[256 + i] = Number(head) / 4398046511104
    logTable[512 + i] = roundToDouble(logarithm - shiftBy(head, PRECISION - 42), -PRECISION)
  }
  logTable[511] = LN2_HIGH
  logTable[767] = LN2_LOW
}
