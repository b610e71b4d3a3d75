import { reduceAngle, reduceFixed, sineParts } from './angle.js'
import { correctlyRounded } from './correct-rounding.js'
import { divide, low } from './double-double.js'
import { sinCosFixed } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The tangent of an angle in radians, correctly rounded for every double; NaN at both infinities. */
export function tan(x: number): number {
  // Next to 0 the next term is x^3 / 3, less than half a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  if (!(x > -Infinity && x < Infinity)) return NaN
  parts[0] = x
  const k = reduceAngle(parts)
  const r = parts[0]!
  const rTail = parts[1]!
  sineParts(k, parts)
  const sine = parts[0]!
  const sineTail = parts[1]!
  parts[0] = r
  parts[1] = rTail
  sineParts(k + 64, parts)
  const high = divide(sine, sineTail, parts[0]!, parts[1]!)
  const tail = low()
  const margin = high * 4e-20
  const result = high + (tail - margin)
  return result === high + (tail + margin) ? result : accurateTan(x)
}

function accurateTan(x: number): number {
  // No double comes nearer to a multiple of pi / 2 than 2^-62, so that sine and cosine are within 2^-precision of
  // themselves
  return correctlyRounded((precision) => {
    const p = precision + 68
    const { k, rest } = reduceFixed(x, 1, p)
    const { sin, cos } = sinCosFixed(rest, p)
    const value = k % 2 === 0 ? (sin << BigInt(p)) / cos : (-cos << BigInt(p)) / sin
    const magnitude = value < 0n ? -value : value
    return { value, error: (magnitude >> BigInt(precision - 1)) + 2n, exponent: -p }
  })
}
