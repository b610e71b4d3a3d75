import { decompose, roundToDouble, shiftBy } from './correct-rounding.js'
import { add, low, twoProduct } from './double-double.js'
import { squareRootFloor } from './fixed-point.js'

/**
 * sqrt(x^2 + y^2), correctly rounded and without overflow on the way: Infinity with an infinite argument, even
 * beside NaN.
 */
export function hypot(x: number, y: number): number {
  const first = Math.abs(x)
  const second = Math.abs(y)
  if (first === Infinity || second === Infinity) return Infinity
  if (x !== x || y !== y) return NaN
  const larger = first > second ? first : second
  const smaller = first > second ? second : first
  // y^2 / 2x is less than 2^-120 x
  if (smaller <= larger * 8.673617379884035e-19) return larger
  if (larger < 2.2250738585072014e-308) return accurateHypot(larger, smaller)
  // 2^600 and 2^-600
  if (larger > 1e100)
    return middling(larger * 2.409919865102884e-181, smaller * 2.409919865102884e-181) * 4.149515568880993e180
  if (larger < 1e-100)
    return middling(larger * 4.149515568880993e180, smaller * 4.149515568880993e180) * 2.409919865102884e-181
  return middling(larger, smaller)
}

function middling(x: number, y: number): number {
  const first = twoProduct(x, x)
  const firstTail = low()
  const second = twoProduct(y, y)
  const sum = add(first, firstTail, second, low())
  const sumTail = low()
  const root = Math.sqrt(sum)
  const square = twoProduct(root, root)
  const step = (sum - square - low() + sumTail) / (2 * root)
  const result = root + (step - root * 1e-29)
  return result === root + (step + root * 1e-29) ? result : accurateHypot(x, y)
}

function accurateHypot(x: number, y: number): number {
  const first = decompose(x)
  const second = decompose(y)
  const least = Math.min(first.exponent, second.exponent)
  const a = shiftBy(first.mantissa, first.exponent - least)
  const b = shiftBy(second.mantissa, second.exponent - least)
  // 64 bits more than the root of an integer, and one that says whether there is a rest
  const shifted = (a * a + b * b) << 128n
  const root = squareRootFloor(shifted)
  return roundToDouble(2n * root + (root * root === shifted ? 0n : 1n), least - 65)
}
