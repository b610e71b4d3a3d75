import { angleParts } from './arctan-parts.js'
import { correctlyRounded, decompose, shiftBy } from './correct-rounding.js'
import { circleOrdinate, low } from './double-double.js'
import { angleFixed, squareRootFloor } from './fixed-point.js'

const parts = /* @__PURE__ */ new Float64Array(2)

/** The arc sine in radians, correctly rounded: NaN outside [-1, 1]. */
export function asin(x: number): number {
  // Next to 0 the next term is x^3 / 6, less than a quarter of a unit of the last place
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) return x
  const magnitude = Math.abs(x)
  if (!(magnitude <= 1)) return NaN
  const cosine = circleOrdinate(x)
  angleParts(magnitude, 0, cosine, low(), parts)
  const high = parts[0]!
  const result = high + (parts[1]! - high * 2e-20)
  const rounded = result === high + (parts[1]! + high * 2e-20) ? result : accurateAsin(magnitude)
  return x < 0 ? -rounded : rounded
}

function accurateAsin(x: number): number {
  const { mantissa, exponent } = decompose(x)
  return correctlyRounded((precision) => {
    const p = precision + 64
    const sine = shiftBy(mantissa, exponent + p)
    const cosine = squareRootFloor((1n << BigInt(2 * p)) - sine * sine)
    return { value: angleFixed(sine, cosine, p), error: 4n, exponent: -p }
  })
}
