import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { expTable, fillExpTable, ROUND, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from './exp-table.js'
import { expFixed } from './fixed-point.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

/** e^x, correctly rounded, in the subnormal range too. */
export function exp(x: number): number {
  if (!(x > -708.3 && x < 709.7)) return atTheEdges(x)
  if (expTable[0] === 0) fillExpTable()
  const rounded = x * STEPS_PER_UNIT + ROUND
  const steps = rounded - ROUND
  const r = x - steps * STEP_HIGH - steps * STEP_LOW
  const k = steps | 0
  const coarse = (k >> 7) & 127
  const fine = 256 + (k & 127)
  const head = expTable[coarse]!
  const tail = expTable[coarse + 128]!
  const fineHead = expTable[fine]!
  const fineTail = expTable[fine + 128]!
  // e^x = 2^(k / 2^14) e^r: the power is a + b with a exact, and e^r is 1 + p
  const a = head * fineHead
  const b = tail * (fineHead + fineTail) + head * fineTail
  const p = r + r * r * (0.5 + r * (0.16666666666666666 + r * 0.041666666666666664))
  const rest = a * p + (b + b * p)
  const high = a + rest
  const low = rest - (high - a)
  // |r| < 2^-15.52, so r and p are each within 2^-69 and a * p and the last sum within 2^-68.5 a: 2^-66.7 a with the
  // rest (2^-72), which high * 1e-20 exceeds. When both ends of that interval round alike, so does e^x.
  const margin = high * 1e-20
  const result = high + (low - margin)
  if (result !== high + (low + margin)) return accurateExp(x)
  return result * powersOfTwo[BIAS + (k >> 14)]!
}

function atTheEdges(x: number): number {
  if (x > 709.7827128933841) return Infinity
  if (x < -745.1332191019412) return 0
  return x !== x ? NaN : accurateExp(x)
}

function accurateExp(x: number): number {
  // The nearest of 1 - 2^-53, 1 and 1 + 2^-52: they are far enough apart for 1 + x to say which.
  if (x > -1.1102230246251565e-16 && x < 1.1102230246251565e-16) return 1 + x
  const { mantissa, exponent } = decompose(x)
  return correctlyRounded((precision) => {
    const power = expFixed(shiftBy(mantissa, exponent + precision), precision)
    return { value: power.value, error: 4n, exponent: power.exponent - precision }
  })
}
