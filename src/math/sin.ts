import { reduceAngle, reduceFixed, sineParts } from './angle.js'
import { correctlyRounded } from './correct-rounding.js'
import { sinCosFixed } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The sine of an angle in radians, correctly rounded for every double; NaN at both infinities. */
export function sin(x: number): number {
  // Next to 0 the next term is x^3 / 6, less than a quarter of a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  if (!(x > -Infinity && x < Infinity)) return NaN
  parts[0] = x
  const k = reduceAngle(parts)
  sineParts(k, parts)
  const high = parts[0]!
  const margin = high * 3e-20
  const result = high + (parts[1]! - margin)
  return result === high + (parts[1]! + margin) ? result : accurateSin(x)
}

function accurateSin(x: number): number {
  // No double comes nearer to a multiple of pi / 2 than 2^-62
  return correctlyRounded((precision) => {
    const p = precision + 64
    const { k, rest } = reduceFixed(x, 1, p)
    const { sin, cos } = sinCosFixed(rest, p)
    const value = k % 2 === 0 ? sin : cos
    return { value: k >= 2 ? -value : value, error: 8n, exponent: -p }
  })
}
