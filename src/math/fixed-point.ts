import { bitLength, shiftBy } from './correct-rounding.js'

/*
 * Elementary functions on fixed-point numbers: a bigint v with precision p means v * 2^-p. Each works with guard
 * bits of its own, so that its result is within 2 units of the last place of the function of its argument.
 */
const GUARD = 32

/** A constant kept at the greatest precision asked for so far. */
function cached(compute: (precision: number) => bigint): (precision: number) => bigint {
  let known = -1
  let value = 0n
  return (precision) => {
    if (precision > known) {
      value = compute(precision + GUARD) >> BigInt(GUARD)
      known = precision
    }
    return value >> BigInt(known - precision)
  }
}

/** ln 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749). */
export const ln2Fixed: (precision: number) => bigint = /* @__PURE__ */ cached(
  (p) => 18n * reciprocalSeries(26n, 1n, p) - 2n * reciprocalSeries(4801n, 1n, p) + 8n * reciprocalSeries(8749n, 1n, p),
)

/** pi = 16 arctan(1/5) - 4 arctan(1/239). */
export const piFixed: (precision: number) => bigint = /* @__PURE__ */ cached(
  (p) => 16n * reciprocalSeries(5n, -1n, p) - 4n * reciprocalSeries(239n, -1n, p),
)

/** artanh(1/n) for sign 1, arctan(1/n) for sign -1, for n >= 2. */
export function reciprocalSeries(n: bigint, sign: bigint, precision: number): bigint {
  let power = (1n << BigInt(precision)) / n
  let sum = power
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (sign * power) / (n * n)
    sum += power / k
  }
  return sum
}

/** exp(x) = value * 2^exponent with value in [0.7, 1.42). */
export function expFixed(x: bigint, precision: number): { value: bigint; exponent: number } {
  const p = precision + GUARD
  const shift = BigInt(p)
  const ln2 = ln2Fixed(p)
  const scaled = x << BigInt(GUARD)
  const k = (2n * scaled + (x < 0n ? -ln2 : ln2)) / (2n * ln2)
  const r = (scaled - k * ln2) >> 8n
  let term = 1n << shift
  let sum = term
  for (let n = 1n; term !== 0n; n++) {
    term = (term * r) / (n << shift)
    sum += term
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> shift
  return { value: sum >> BigInt(GUARD), exponent: Number(k) }
}

/** ln(n * 2^exponent) for n > 0. */
export function logFixed(n: bigint, exponent: number, precision: number): bigint {
  const p = precision + GUARD
  const shift = BigInt(p)
  const one = 1n << shift
  let length = bitLength(n)
  // m = n / 2^length in [1/2, 1), or twice that where it is nearer to 1
  let m = shiftBy(n, p - length)
  if (m * 3n < one * 2n) {
    m = shiftBy(n, p - length + 1)
    length--
  }
  const z = ((m - one) << shift) / (m + one)
  const square = (z * z) >> shift
  let power = z
  let sum = z
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (power * square) / one
    sum += power / k
  }
  return (2n * sum + BigInt(exponent + length) * ln2Fixed(p)) >> BigInt(GUARD)
}

/** floor(sqrt(n)), by Newton's method from above. */
export function squareRootFloor(n: bigint): bigint {
  let root = 1n << BigInt((bitLength(n) + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** The sine and cosine of |x| <= 2. */
export function sinCosFixed(x: bigint, precision: number): { sin: bigint; cos: bigint } {
  const shift = BigInt(precision + GUARD)
  const scaled = x << BigInt(GUARD)
  const sums = [1n << shift, 0n]
  let term = 1n << shift
  for (let n = 1; term !== 0n; n++) {
    term = (term * scaled) / (BigInt(n) << shift)
    if (n % 2 === 0) term = -term
    sums[n % 2]! += term
  }
  return { sin: sums[1]! >> BigInt(GUARD), cos: sums[0]! >> BigInt(GUARD) }
}

/** The angle of the point (x, y), from 0 to pi, for integers y >= 0 and x, not both 0. */
export function angleFixed(y: bigint, x: bigint, precision: number): bigint {
  if (x < 0n) return piFixed(precision) - angleFixed(y, -x, precision)
  return y > x ? (piFixed(precision) >> 1n) - arctanFixed(x, y, precision) : arctanFixed(y, x, precision)
}

/** arctan(y / x) for integers 0 <= y <= x, x > 0. */
export function arctanFixed(y: bigint, x: bigint, precision: number): bigint {
  const p = precision + GUARD
  const shift = BigInt(p)
  const one = 1n << shift
  let t = (y << shift) / x
  // arctan t = 2 arctan(t / (1 + sqrt(1 + t^2))), three times: t is below 0.1
  for (let i = 0; i < 3; i++) t = (t << shift) / (one + squareRootFloor((one << shift) + t * t))
  const square = (t * t) >> shift
  let power = t
  let sum = t
  for (let k = 3n; power !== 0n; k += 2n) {
    power = -((power * square) / one)
    sum += power / k
  }
  return sum >> BigInt(GUARD - 3)
}

/** 2 / sqrt(pi). */
export const twoOverRootPiFixed: (precision: number) => bigint = /* @__PURE__ */ cached((p) =>
  squareRootFloor((4n << BigInt(3 * p)) / piFixed(p)),
)
