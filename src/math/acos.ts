import { angleParts } from './arctan-parts.js'
import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { circleOrdinate, low } from './double-double.js'
import { angleFixed, squareRootFloor } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The arc cosine in radians, correctly rounded: NaN outside [-1, 1]. */
export function acos(x: number): number {
  // pi / 2 - x is nearest to this double
  if (x < 4e-18 && x > -4e-18) return 1.5707963267948966
  if (x === 1) return 0
  if (!(x <= 1 && x >= -1)) return NaN
  const sine = circleOrdinate(x)
  angleParts(sine, low(), x, 0, parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 2e-20)
  return result === high + (parts[1]! + high * 2e-20) ? result : accurateAcos(x)
}

function accurateAcos(x: number): number {
  const { mantissa, exponent } = decompose(x)
  return correctlyRounded((precision) => {
    const p = precision + 64
    const cosine = shiftBy(mantissa, exponent + p)
    const sine = squareRootFloor((1n << BigInt(2 * p)) - cosine * cosine)
    return { value: angleFixed(sine, cosine, p), error: 4n, exponent: -p }
  })
}
