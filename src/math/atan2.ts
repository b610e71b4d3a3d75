import { angleParts } from './arctan-parts.js'
import { bitLength, correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { angleFixed } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The angle in radians of the point (x, y), from -pi to pi, correctly rounded, with the special values of C99. */
export function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN
  const angle = upperAngle(Math.abs(y), x)
  return y < 0 || (y === 0 && 1 / y < 0) ? -angle : angle
}

/** The same for y >= 0. */
function upperAngle(y: number, x: number): number {
  const side = Math.abs(x)
  const left = x < 0 || (x === 0 && 1 / x < 0)
  if (y === Infinity) return side < Infinity ? 1.5707963267948966 : left ? 2.356194490192345 : 0.7853981633974483
  if (y === 0 || side === Infinity) return left ? 3.141592653589793 : 0
  // 2^60: pi / 2 and pi with a rest this small are nearest to these doubles
  if (y > side * 1152921504606846976) return 1.5707963267948966
  if (y < side * 8.673617379884035e-19) return left ? 3.141592653589793 : accurateAngle(y, x)
  // 2^-600 or 2^600, exact since neither is much the smaller
  const scale = y + side > 1e100 ? 2.409919865102884e-181 : y + side < 1e-100 ? 4.149515568880993e180 : 1
  angleParts(y * scale, 0, x * scale, 0, parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 2e-20)
  return result === high + (parts[1]! + high * 2e-20) ? result : accurateAngle(y, x)
}

function accurateAngle(y: number, x: number): number {
  const first = decompose(y)
  const second = decompose(x)
  const least = Math.min(first.exponent, second.exponent)
  const a = shiftBy(first.mantissa, first.exponent - least)
  const b = shiftBy(second.mantissa, second.exponent - least)
  // As many bits more as a small quotient has leading zeros
  const more = Math.max(0, bitLength(b) - bitLength(a)) + 64
  return correctlyRounded((precision) => ({
    value: angleFixed(a, b, precision + more),
    error: 4n,
    exponent: -precision - more,
  }))
}
