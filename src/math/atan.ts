import { angleParts } from './arctan-parts.js'
import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { angleFixed } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The arc tangent in radians, correctly rounded. */
export function atan(x: number): number {
  // Next to 0 the next term is x^3 / 3, less than half a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  const magnitude = Math.abs(x)
  // pi / 2 - 1 / x is nearer to this double than to the one below
  if (magnitude > 1e18) return x > 0 ? 1.5707963267948966 : -1.5707963267948966
  angleParts(magnitude, 0, 1, 0, parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 2e-20)
  const rounded = result === high + (parts[1]! + high * 2e-20) ? result : accurateAtan(magnitude)
  return x < 0 ? -rounded : rounded
}

function accurateAtan(x: number): number {
  if (x !== x) return NaN
  const { mantissa, exponent } = decompose(x)
  return correctlyRounded((precision) => {
    const p = precision + 64
    return { value: angleFixed(shiftBy(mantissa, exponent + 128), 1n << 128n, p), error: 4n, exponent: -p }
  })
}
