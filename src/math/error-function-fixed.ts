import { expFixed, twoOverRootPiFixed } from './fixed-point.js'

/** erf(x) within 4 for 0 <= x <= 7, where x is a fixed-point number as in fixed-point.ts. */
export function erfFixed(x: bigint, precision: number): bigint {
  const guard = 32
  const p = precision + guard
  const shift = BigInt(p)
  const scaled = x << BigInt(guard)
  const square = (scaled * scaled) >> shift
  // erf(x) = 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...), each term 2 x^2 / (2 n + 1) of the one before
  let term = scaled
  let sum = term
  for (let n = 3n; term !== 0n; n += 2n) {
    term = (2n * term * square) / (n << shift)
    sum += term
  }
  const power = expFixed(-square, p)
  return (((sum * power.value) >> shift) * twoOverRootPiFixed(p)) >> BigInt(p + guard - power.exponent)
}

/**
 * erfc(x) = value * 2^(exponent - precision) for 0 <= x < 2^6; value has at least as many bits as the precision, and
 * an error below 2^16.
 */
export function erfcFixed(x: bigint, precision: number): { value: bigint; exponent: number } {
  const p = precision + 64
  const shift = BigInt(p)
  const scaled = x << 64n
  // erfc(6) > 2^-56
  if (scaled < 6n << shift) return { value: (1n << shift) - erfFixed(scaled, p), exponent: -64 }
  const square = (scaled * scaled) >> shift
  const power = expFixed(-square, p)
  const fraction = continuedFraction(scaled, p)
  const value = (power.value * ((fraction * twoOverRootPiFixed(p)) >> shift)) >> (shift + 1n)
  return { value, exponent: power.exponent - 64 }
}

/**
 * 1 / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...)))), which lies between the values of any two neighbours in
 * length.
 */
function continuedFraction(x: bigint, precision: number): bigint {
  for (let length = 128; ; length *= 2) {
    const value = convergent(x, precision, length)
    const difference = value - convergent(x, precision, length + 1)
    if (difference < 1024n && difference > -1024n) return value
  }
}

function convergent(x: bigint, precision: number, length: number): bigint {
  const one = 1n << BigInt(precision)
  let denominator = x
  for (let k = length; k > 0; k--) denominator = x + (BigInt(k) * (one << BigInt(precision - 1))) / denominator
  return (one * one) / denominator
}
