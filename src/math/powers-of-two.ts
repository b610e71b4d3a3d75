const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8))

/** Sign, biased exponent (11 bits) and the first 20 bits of the fraction of a double, as a signed integer. */
export function highWord(x: number): number {
  view.setFloat64(0, x, true)
  return view.getInt32(4, true)
}

/** Biased index of 2^0 in `powersOfTwo`. */
export const BIAS = 1023

/** 2^(i - BIAS) at index i, for exponents -1023 to 1023. Zeros until `fillPowersOfTwo` has run. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ new Float64Array(2 * BIAS + 1)

/** Fills `powersOfTwo`. Called by each function that reads it, when that function prepares its own tables. */
export function fillPowersOfTwo(): void {
  powersOfTwo[BIAS] = 1
  for (let i = 1, up = 2, down = 0.5; i <= BIAS; i++, up *= 2, down *= 0.5) {
    powersOfTwo[BIAS + i] = up
    powersOfTwo[BIAS - i] = down
  }
}
