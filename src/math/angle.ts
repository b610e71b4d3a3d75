import { decompose, roundToParts, shiftBy } from './correct-rounding.js'
import { low, twoProduct, twoSum } from './double-double.js'
import { piFixed, sinCosFixed } from './fixed-point.js'

const PRECISION = 160

/** High and low parts of sin(i pi / 128) for i from 0 to 64. Zeros until `fill` has run. */
const sines = /* @__PURE__ */ new Float64Array(130)

function fill(): void {
  for (let i = 0; i <= 64; i++) {
    const { sin } = sinCosFixed((piFixed(PRECISION) * BigInt(i)) >> 7n, PRECISION)
    roundToParts(sin, -PRECISION, sines, 2 * i)
  }
}

/**
 * x = k pi / 2^shift + rest, with k modulo 2^(shift + 1), the full circle, and |rest| at most half a step (and a
 * little).
 */
export function reduceFixed(x: number, shift: number, precision: number): { k: number; rest: bigint } {
  const { mantissa, exponent } = decompose(x)
  const more = Math.max(0, exponent + 64)
  const p = precision + more
  const step = piFixed(p) >> BigInt(shift)
  const scaled = shiftBy(mantissa, exponent + p)
  const k = (2n * scaled + (x < 0 ? -step : step)) / (2n * step)
  const circle = 1n << BigInt(shift + 1)
  return { k: Number(k & (circle - 1n)), rest: (scaled - k * step) >> BigInt(more) }
}

/**
 * Replaces x, the first of `parts`, by high and low part of r in x = k pi / 128 + r, within 2^-100 of itself and at
 * most pi / 256 (and a little); k modulo 256 is returned. x is finite.
 */
export function reduceAngle(parts: Float64Array): number {
  const x = parts[0]!
  if (!(x < 65536 && x > -65536)) {
    const { k, rest } = reduceFixed(x, 7, PRECISION + 64)
    roundToParts(rest, -PRECISION - 64, parts, 0)
    return k
  }
  // pi / 128 in four parts: products of 22-bit integers with the first three, of 31 bits, are exact (Cody and Waite)
  const k = x * 40.74366543152521 + 6755399441055744 - 6755399441055744
  const first = twoSum(x - k * 0.024543692605220713, -k * 9.495469528394453e-13)
  const firstTail = low()
  const second = twoSum(first, -k * 1.3021473296370559e-21)
  const tail = low() + (firstTail - k * 1.3818313384587032e-30)
  const high = second + tail
  parts[0] = high
  parts[1] = tail - (high - second)
  return k & 255
}

/**
 * Replaces r in `parts`, as `reduceAngle` gives it, by high and low part of sin(k pi / 128 + r), within 2^-65 of
 * itself; k + 64 gives the cosine.
 */
export function sineParts(k: number, parts: Float64Array): void {
  if (sines[128] === 0) fill()
  const r = parts[0]!
  const rTail = parts[1]!
  const j = 2 * (k & 63)
  const turned = (k & 64) !== 0
  const sign = (k & 128) !== 0 ? -1 : 1
  const other = turned ? -sign : sign
  const s = sign * sines[turned ? 128 - j : j]!
  const sTail = sign * sines[turned ? 129 - j : j + 1]!
  const c = other * sines[turned ? j : 128 - j]!
  const cTail = other * sines[turned ? j + 1 : 129 - j]!
  // s cos(r) + c sin(r), where sin(r) = r + sine and cos(r) = 1 - square / 2 + cosine
  const square = twoProduct(r, r)
  const squareTail = low()
  const sine =
    rTail * (1 - 0.5 * square) -
    r *
      square *
      (0.16666666666666666 -
        square * (0.008333333333333333 - square * (1.984126984126984e-4 - square * 2.7557319223985893e-6)))
  const cosine =
    -0.5 * squareTail -
    r * rTail +
    square * square * (0.041666666666666664 - square * (0.001388888888888889 - square * 2.48015873015873e-5))
  const linear = twoProduct(c, r)
  const linearTail = low()
  const quadratic = twoProduct(s, -0.5 * square)
  const quadraticTail = low()
  const sum = twoSum(s, linear)
  const sumTail = low()
  const total = sum + quadratic
  const rest =
    quadratic -
    (total - sum) +
    (sumTail + (linearTail + quadraticTail + (sTail * (1 - 0.5 * square) + cTail * r + (c * sine + s * cosine))))
  const high = total + rest
  parts[0] = high
  parts[1] = rest - (high - total)
}
