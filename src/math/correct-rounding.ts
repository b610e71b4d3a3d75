/** The exact value mantissa * 2^exponent. */
interface Dyadic {
  readonly mantissa: bigint
  readonly exponent: number
}

/** A real number known to lie within (value ± error) * 2^exponent. */
export interface Enclosure {
  readonly value: bigint
  readonly error: bigint
  readonly exponent: number
}

/** The exact value of a finite double. The mantissa of a nonzero one has 53 bits, or fewer when it is subnormal. */
export function decompose(x: number): Dyadic {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const high = view.getUint32(0)
  const biased = (high >>> 20) & 0x7ff
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(view.getUint32(4))
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n)
  return { mantissa: high >>> 31 ? -magnitude : magnitude, exponent: biased === 0 ? -1074 : biased - 1075 }
}

/** Number of bits of |n|; 0 for 0. */
export function bitLength(n: bigint): number {
  const digits = (n < 0n ? -n : n).toString(16)
  return 4 * digits.length - Math.clz32(parseInt(digits.charAt(0), 16)) + 28
}

/** floor(n * 2^shift). */
export function shiftBy(n: bigint, shift: number): bigint {
  return shift >= 0 ? n << BigInt(shift) : n >> BigInt(-shift)
}

/** The double nearest to n * 2^exponent, ties to even, with overflow to infinity and gradual underflow. */
export function roundToDouble(n: bigint, exponent: number): number {
  if (n < 0n) return -roundToDouble(-n, exponent)
  const drop = Math.max(bitLength(n) - 53, -1074 - exponent, 0)
  const unit = 1n << BigInt(drop)
  let kept = n >> BigInt(drop)
  const twice = (n - kept * unit) * 2n
  if (twice > unit || (twice === unit && (kept & 1n) === 1n)) kept += 1n
  return scaleExactly(Number(kept), exponent + drop)
}

/** Stores the double nearest to n * 2^exponent in `parts` at `index`, and the rest of it, rounded, behind. */
export function roundToParts(n: bigint, exponent: number, parts: Float64Array, index: number): void {
  const high = roundToDouble(n, exponent)
  const exact = decompose(high)
  const least = Math.min(exponent, exact.exponent)
  parts[index] = high
  parts[index + 1] = roundToDouble(
    shiftBy(n, exponent - least) - shiftBy(exact.mantissa, exact.exponent - least),
    least,
  )
}

/** x * 2^exponent for an integer x below 2^54 whose result is a double, or overflows. */
function scaleExactly(x: number, exponent: number): number {
  const view = new DataView(new ArrayBuffer(8))
  let result = x
  for (let rest = Math.min(exponent, 2000); rest !== 0;) {
    const step = Math.max(-1000, Math.min(1000, rest))
    view.setUint32(0, (step + 1023) << 20)
    result *= view.getFloat64(0)
    rest -= step
  }
  return result
}

/**
 * The double nearest to a real number that `enclose(precision)` encloses ever more tightly (Ziv's strategy). The
 * number must not lie halfway between two doubles, for then no enclosure settles it: callers take out those cases
 * first.
 */
export function correctlyRounded(enclose: (precision: number) => Enclosure): number {
  for (let precision = 128; ; precision *= 2) {
    const { value, error, exponent } = enclose(precision)
    const low = roundToDouble(value - error, exponent)
    if (low === roundToDouble(value + error, exponent)) return low
  }
}
