import { bitLength, decompose, roundToDouble, shiftBy } from './correct-rounding.js'
import { low, multiply, twoProduct } from './double-double.js'
import { BIAS, fillPowersOfTwo, highWord, powersOfTwo } from './powers-of-two.js'

/** The cube root, correctly rounded. */
export function cbrt(x: number): number {
  if (x === 0 || !(x > -Infinity && x < Infinity)) return x
  if (powersOfTwo[BIAS] === 0) fillPowersOfTwo()
  const magnitude = Math.abs(x)
  const root =
    magnitude < 2.2250738585072014e-308 ? positiveRoot(magnitude * 18014398509481984) / 262144 : positiveRoot(magnitude)
  return x < 0 ? -root : root
}

function positiveRoot(x: number): number {
  const exponent = (highWord(x) >> 20) - BIAS
  const third = Math.floor(exponent / 3)
  // m in [1, 8), whose root is within 2^-6 by a polynomial, 2^-19 and 2^-53 by Halley's method
  const m = x * powersOfTwo[BIAS - 3 * third]!
  let y = 0.7167346418604423 + m * (0.3288364544631474 + m * (-0.03402605365290486 + m * 0.0016274953380330931))
  let cube = y * y * y
  y *= (cube + 2 * m) / (2 * cube + m)
  cube = y * y * y
  y *= (cube + 2 * m) / (2 * cube + m)
  // One step of Newton's in double-double
  const square = twoProduct(y, y)
  const product = multiply(square, low(), y, 0)
  const step = (m - product - low()) / (3 * square)
  const result = y + (step - 1e-27)
  if (result !== y + (step + 1e-27)) return accurateRoot(x)
  return result * powersOfTwo[BIAS + third]!
}

function accurateRoot(x: number): number {
  const { mantissa, exponent } = decompose(x)
  // 3 * 64 bits more, so that the integer root has more than 64, and one that says whether there is a rest
  const third = Math.floor(exponent / 3) - 64
  const scaled = shiftBy(mantissa, exponent - 3 * third)
  const root = cubeRootFloor(scaled)
  return roundToDouble(2n * root + (root * root * root === scaled ? 0n : 1n), third - 1)
}

function cubeRootFloor(n: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(n) / 3))
  for (;;) {
    const next = (2n * root + n / (root * root)) / 3n
    if (next >= root) return root
    root = next
  }
}
