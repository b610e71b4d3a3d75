import { expFixed, ln2Fixed } from './fixed-point.js'
import { fillPowersOfTwo } from './powers-of-two.js'

/** 2^14 / ln 2: arguments are reduced by multiples of ln(2) / 2^14. */
export const STEPS_PER_UNIT = 23637.115549924776
/** ln(2) / 2^14 as a multiple of 2^-42 (its product with a 24-bit integer is exact), and the rest. */
export const STEP_HIGH = 4.230634635860042e-5
export const STEP_LOW = 1.1112280264307533e-13
/** `STEP_LOW` as a multiple of 2^-72, and the rest. */
export const STEP_MIDDLE = 1.111228024981909e-13
export const STEP_LAST = 1.4488442546028509e-22
/** Adding and subtracting this rounds to an integer. */
export const ROUND = 6755399441055744

/**
 * Four tables of 128 numbers: heads (multiples of 2^-26) and tails (multiples of 2^-80) of 2^(i/128), then of 2^(i/16384). The product of
 * two heads is exact, and a head with its tail is within 2^-81. Zeros until `fillExpTable` has run.
 */
export const expTable: Float64Array = /* @__PURE__ */ new Float64Array(512)

const PRECISION = 160

/** Fills `expTable` and the powers of two. */
export function fillExpTable(): void {
  fillPowersOfTwo()
  fillHalf(0, ln2Fixed(PRECISION) >> 7n)
  fillHalf(256, ln2Fixed(PRECISION) >> 14n)
}

function fillHalf(offset: number, logarithm: bigint): void {
  const ratio = expFixed(logarithm, PRECISION).value
  const precision = BigInt(PRECISION)
  const toHead = precision - 27n
  const toTail = precision - 81n
  let power = 1n << precision
  for (let i = 0; i < 128; i++) {
    const head = ((power >> toHead) + 1n) >> 1n
    // At most 2^-27 in multiples of 2^-80: an integer of at most 53 bits.
    const tail = (((power - (head << (toHead + 1n))) >> toTail) + 1n) >> 1n
    expTable[offset + i] = Number(head) / 67108864
    expTable[offset + 128 + i] = Number(tail) / 1208925819614629174706176
    power = (power * ratio) >> precision
  }
}
