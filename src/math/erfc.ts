import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { erfcFixed, erfFixed } from './error-function-fixed.js'
import { erfcParts } from './error-function.js'
import { BIAS, powersOfTwo } from './powers-of-two.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The complementary error function 1 - erf(x), correctly rounded, in the subnormal range too. */
export function erfc(x: number): number {
  if (!(x > -6 && x < 26.5)) return atTheEdges(x)
  parts[0] = x
  parts[1] = 0
  const exponent = erfcParts(parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 4e-21)
  if (result !== high + (parts[1]! + high * 4e-21)) return accurateErfc(x)
  return exponent === 0 ? result : result * powersOfTwo[BIAS + exponent]!
}

function atTheEdges(x: number): number {
  if (x !== x) return NaN
  return x <= -6 ? 2 : x > 27.3 ? 0 : accurateErfc(x)
}

function accurateErfc(x: number): number {
  // 1 - 2 x / sqrt(pi) is nearest to 1
  if (x < 2.7755575615628914e-17 && x > -2.7755575615628914e-17) return 1
  const { mantissa, exponent } = decompose(Math.abs(x))
  return correctlyRounded((precision) => {
    const scaled = shiftBy(mantissa, exponent + precision)
    if (x < 0)
      return { value: (1n << BigInt(precision)) + erfFixed(scaled, precision), error: 8n, exponent: -precision }
    const result = erfcFixed(scaled, precision)
    return { value: result.value, error: 65536n, exponent: result.exponent - precision }
  })
}
