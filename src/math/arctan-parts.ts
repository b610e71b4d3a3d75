import { roundToParts } from './correct-rounding.js'
import { add, low, twoProduct, twoSum } from './double-double.js'
import { arctanFixed } from './fixed-point.js'

const PRECISION = 160

/** High and low parts of arctan(i / 64) for i from 0 to 64. Zeros until `fill` has run. */
const arctangents = /* @__PURE__ */ new Float64Array(130)

function fill(): void {
  for (let i = 1; i <= 64; i++) {
    roundToParts(arctanFixed(BigInt(i), 64n, PRECISION), -PRECISION, arctangents, 2 * i)
  }
}

/**
 * The angle of the point (x + xTail, y + yTail), from 0 to pi, as `parts` = [high, low], within 2^-65.8 of itself: y
 * >= 0, any x, not both zero, and both neither above 2^500 nor (but for zeros) below 2^-400.
 */
export function angleParts(y: number, yTail: number, x: number, xTail: number, parts: Float64Array): void {
  if (arctangents[128] === 0) fill()
  const left = x < 0
  const side = left ? -x : x
  const sideTail = left ? -xTail : xTail
  if (y <= side) {
    octant(y, yTail, side, sideTail, parts)
    if (left) subtractFrom(3.141592653589793, 1.2246467991473532e-16, parts)
  } else {
    octant(side, sideTail, y, yTail, parts)
    if (left) {
      parts[0] = add(1.5707963267948966, 6.123233995736766e-17, parts[0]!, parts[1]!)
      parts[1] = low()
    } else subtractFrom(1.5707963267948966, 6.123233995736766e-17, parts)
  }
}

function subtractFrom(high: number, tail: number, parts: Float64Array): void {
  parts[0] = add(high, tail, -parts[0]!, -parts[1]!)
  parts[1] = low()
}

/**
 * arctan(y / x) for 0 <= y <= x, x > 0: arctan(c) + arctan((y - c x) / (x + c y)) with c the nearest multiple of
 * 1/64.
 */
function octant(y: number, yTail: number, x: number, xTail: number, parts: Float64Array): void {
  const i = ((64 * y) / x + 0.5) | 0
  const c = i / 64
  const across = twoProduct(x, c)
  const acrossTail = low() + xTail * c
  const top = y - across // exact, the two being near each other or c being 0
  const along = twoProduct(y, c)
  const alongTail = low() + yTail * c
  const bottom = x + along
  const bottomTail = along - (bottom - x) + (alongTail + xTail)
  const u = top / bottom
  const product = twoProduct(u, bottom)
  const uTail = (top - product - low() + (yTail - acrossTail - u * bottomTail)) / bottom
  // |u| <= 2^-7: arctan(u) = u + cubic, with u^3 / 3 below 2^-22
  const square = u * u
  const cubic =
    u *
    square *
    (-0.3333333333333333 +
      square * (0.2 + square * (-0.14285714285714285 + square * (0.1111111111111111 - square * 0.09090909090909091))))
  const base = arctangents[2 * i]!
  const sum = twoSum(base, u)
  const rest = low() + (uTail + cubic + arctangents[2 * i + 1]!)
  const high = sum + rest
  parts[0] = high
  parts[1] = rest - (high - sum)
}
