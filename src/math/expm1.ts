import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { low, twoSum } from './double-double.js'
import { expm1Parts, expParts } from './exp-parts.js'
import { expFixed } from './fixed-point.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** e^x - 1, correctly rounded. */
export function expm1(x: number): number {
  if (!(x > -38 && x < 709.7)) return atTheEdges(x)
  // 2^-8: below it a series of its own, since the difference loses the leading bits
  if (x < 0.00390625 && x > -0.00390625) {
    // The next term is x^2 / 2, less than a quarter of a unit of the last place
    if (x < 2.7755575615628914e-17 && x > -2.7755575615628914e-17) return x
    parts[0] = x
    parts[1] = 0
    expm1Parts(parts)
    const high = parts[0]!
    const margin = high * 3.4e-21
    const result = high + (parts[1]! - margin)
    return result === high + (parts[1]! + margin) ? result : accurateExpm1(x)
  }
  parts[0] = x
  parts[1] = 0
  const exponent = expParts(parts)
  const difference = twoSum(parts[0]!, -powersOfTwo[BIAS - exponent]!)
  const tail = low() + parts[1]!
  const high = difference + tail
  const rest = tail - (high - difference)
  // The power is within 2^-76 of itself, so within 2^-75, and the additions within 2^-100
  const result = high + (rest - 5.3e-23)
  if (result !== high + (rest + 5.3e-23)) return accurateExpm1(x)
  return result * powersOfTwo[BIAS + exponent]!
}

function atTheEdges(x: number): number {
  if (x <= -38) return -1
  if (x > 709.7827128933841) return Infinity
  return x !== x ? NaN : accurateExpm1(x)
}

function accurateExpm1(x: number): number {
  const { mantissa, exponent } = decompose(x)
  // |e^x - 1| > 2^-56 here, so that 64 bits more make up for the leading zeros.
  return correctlyRounded((precision) => {
    const p = precision + 64
    const power = expFixed(shiftBy(mantissa, exponent + p), p)
    return {
      value: shiftBy(power.value, power.exponent) - (1n << BigInt(p)),
      error: shiftBy(8n, power.exponent) + 1n,
      exponent: -p,
    }
  })
}
