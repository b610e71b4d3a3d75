import { correctlyRounded } from './correct-rounding.js'
import { low, twoProduct } from './double-double.js'
import { expParts } from './exp-parts.js'
import { hyperbolicFixed } from './hyperbolic.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The hyperbolic tangent, correctly rounded. */
export function tanh(x: number): number {
  // Next to 0 the next term is x^3 / 3, less than half a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  const magnitude = Math.abs(x)
  const result = magnitude < 0.00390625 ? small(magnitude) : large(magnitude)
  return x < 0 ? -result : result
}

function small(x: number): number {
  const square = x * x
  const rest =
    x *
    square *
    (-0.3333333333333333 +
      square * (0.13333333333333333 + square * (-0.05396825396825397 + square * 0.021869488536155203)))
  const result = x + (rest - x * 3.4e-21)
  return result === x + (rest + x * 3.4e-21) ? result : accurateTanh(x)
}

function large(x: number): number {
  if (!(x < 20)) return x > 0 ? 1 : NaN // 2 e^-40 is less than a quarter of a unit of the last place
  // (e^2x - 1) / (e^2x + 1)
  parts[0] = 2 * x
  parts[1] = 0
  const one = powersOfTwo[BIAS - expParts(parts)]!
  const power = parts[0]!
  const powerTail = parts[1]!
  const top = power - one
  const topTail = power - top - one + powerTail
  const bottom = power + one
  const bottomTail = one - (bottom - power) + powerTail
  const high = top / bottom
  const product = twoProduct(high, bottom)
  const tail = (top - product - low() + (topTail - high * bottomTail)) / bottom
  const result = high + (tail - 1.1e-22)
  return result === high + (tail + 1.1e-22) ? result : accurateTanh(x)
}

function accurateTanh(x: number): number {
  return correctlyRounded((precision) => {
    const p = precision + 64
    const { sum, difference } = hyperbolicFixed(x, p)
    return { value: (difference << BigInt(p)) / sum, error: 32n, exponent: -p }
  })
}
