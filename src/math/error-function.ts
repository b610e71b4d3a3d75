import { roundToDouble, roundToParts } from './correct-rounding.js'
import { low, multiply, twoProduct, twoSum } from './double-double.js'
import { erfcFixed, erfFixed } from './error-function-fixed.js'
import { expParts } from './exp-parts.js'
import { expFixed, twoOverRootPiFixed } from './fixed-point.js'

/**
 * Taylor coefficients at i / 32 of erf, and of erfc(x) e^(x^2): the first three as high and low part, then those of
 * t^3 to t^12. A row is made when it is first asked for.
 */
const erfRows: (Float64Array | undefined)[] = []
const scaledRows: (Float64Array | undefined)[] = []

const DEGREE = 12

function toRow(coefficients: readonly bigint[], precision: number): Float64Array {
  const row = new Float64Array(DEGREE + 4)
  for (let n = 0; n < 3; n++) roundToParts(coefficients[n]!, -precision, row, 2 * n)
  for (let n = 3; n <= DEGREE; n++) row[n + 3] = roundToDouble(coefficients[n]!, -precision)
  return row
}

/** y' = 2 / sqrt(pi) e^(-x^2), y'' = -2 x y'. */
function erfRow(i: number): Float64Array {
  const precision = 256
  const center = BigInt(i) << BigInt(precision - 5)
  const power = expFixed(-(center * center) >> BigInt(precision), precision)
  const first = (power.value * twoOverRootPiFixed(precision)) >> BigInt(precision - power.exponent)
  const coefficients = [erfFixed(center, precision), first, (-first * BigInt(i)) / 32n]
  for (let n = 2; n < DEGREE; n++) {
    const bend = (coefficients[n]! * BigInt(n * i)) / 32n + coefficients[n - 1]! * BigInt(n - 1)
    coefficients.push((-2n * bend) / BigInt(n * (n + 1)))
  }
  return toRow(coefficients, precision)
}

/** y' = 2 x y - 2 / sqrt(pi). The recurrence loses up to 11 bits a step. */
function scaledRow(i: number): Float64Array {
  const precision = 384
  const shift = BigInt(precision)
  const center = BigInt(i) << BigInt(precision - 5)
  const complement = erfcFixed(center, precision)
  const power = expFixed((center * center) >> shift, precision)
  const value = (complement.value * power.value) >> BigInt(precision - complement.exponent - power.exponent)
  const coefficients = [value, (value * BigInt(i)) / 16n - twoOverRootPiFixed(precision)]
  for (let n = 1; n < DEGREE; n++) {
    coefficients.push(((coefficients[n]! * BigInt(i)) / 16n + 2n * coefficients[n - 1]!) / BigInt(n + 1))
  }
  return toRow(coefficients, precision)
}

/** Replaces x in `parts`, as high and low part, by the row's polynomial in x - center, within 2^-70. */
function evaluate(row: Float64Array, center: number, parts: Float64Array): void {
  const t = parts[0]! - center
  let series = row[DEGREE + 3]!
  for (let n = DEGREE + 2; n > 5; n--) series = row[n]! + t * series
  const second = twoSum(row[4]!, t * series)
  const secondTail = row[5]! + low()
  const quadratic = twoProduct(t, second)
  const quadraticTail = low() + t * secondTail
  const first = twoSum(row[2]!, quadratic)
  const firstTail = low() + (row[3]! + quadraticTail)
  const linear = twoProduct(t, first)
  const linearTail = low() + t * firstTail
  const value = twoSum(row[0]!, linear)
  const derivative = row[2]! + t * (2 * row[4]! + t * (3 * row[6]! + t * 4 * row[7]!))
  const tail = low() + (row[1]! + linearTail + parts[1]! * derivative)
  parts[0] = value + tail
  parts[1] = tail - (parts[0]! - value)
}

/**
 * Replaces x in `parts`, as high and low part, by erf(x), for 0 <= x <= 6, within 2^-70.8 and within 2^-65 of
 * itself.
 */
export function erfParts(parts: Float64Array): void {
  const i = Math.floor(32 * parts[0]! + 0.5)
  const row = (erfRows[i] ??= erfRow(i))
  evaluate(row, i / 32, parts)
}

/**
 * Replaces x in `parts`, as high and low part, by erfc(x) / 2^exponent within 2^-69 of itself, for -6 <= x <= 27;
 * the exponent is returned.
 */
export function erfcParts(parts: Float64Array): number {
  const x = parts[0]!
  const xTail = parts[1]!
  if (x < 0.5) {
    const sign = x < 0 ? 1 : -1
    parts[0] = Math.abs(x)
    parts[1] = x < 0 ? -xTail : xTail
    erfParts(parts)
    const value = 1 + sign * parts[0]!
    const tail = sign * parts[0]! - (value - 1) + sign * parts[1]!
    parts[0] = value + tail
    parts[1] = tail - (parts[0]! - value)
    return 0
  }
  const i = Math.floor(32 * x + 0.5)
  const row = (scaledRows[i] ??= scaledRow(i))
  evaluate(row, i / 32, parts)
  const scaled = parts[0]!
  const scaledTail = parts[1]!
  parts[0] = -twoProduct(x, x)
  parts[1] = -low() - 2 * x * xTail
  const exponent = expParts(parts)
  parts[0] = multiply(scaled, scaledTail, parts[0]!, parts[1]!)
  parts[1] = low()
  return exponent
}
