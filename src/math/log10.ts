import { correctlyRounded, decompose } from './correct-rounding.js'
import { low, multiply } from './double-double.js'
import { logFixed } from './fixed-point.js'
import { logParts } from './log-parts.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The logarithm to base 10, correctly rounded, so exact for powers of 10: -Infinity at both zeros, NaN below. */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN
  if (x < 2.2250738585072014e-308) return accurateLog10(x)
  parts[0] = x
  parts[1] = 0
  logParts(parts)
  const high = multiply(parts[0]!, parts[1]!, 0.4342944819032518, 1.098319650216765e-17)
  const tail = low()
  const margin = high * 1.4e-23
  const result = high + (tail - margin)
  return result === high + (tail + margin) ? result : accurateLog10(x)
}

function accurateLog10(x: number): number {
  const { mantissa, exponent } = decompose(x)
  return correctlyRounded((precision) => {
    const p = precision + 64
    const shifted = logFixed(mantissa, exponent, p) << BigInt(p)
    return { value: shifted / logFixed(10n, 0, precision + 64), error: 4096n, exponent: -p }
  })
}
