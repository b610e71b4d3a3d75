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
  const words = new Int32Array(powersOfTwo.buffer)
  const high = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0
  // Words rather than numbers, of which engines would make objects at first. 2^-1023 is subnormal.
  for (let i = 1; i <= 2 * BIAS; i++) words[2 * i + high] = i << 20
  words[high] = 1 << 19
}
