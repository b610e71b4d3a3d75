const single = /* @__PURE__ */ new Float32Array(1)
const bits = /* @__PURE__ */ new Int32Array(single.buffer)

/** The number whose bits in float16 are the low 16 of `half`. */
export function halfOfBits(half: number): number {
  bits[0] = (half & 0x7fff) << 13
  const size = single[0]! * 5.192296858534828e33
  if ((half & 0x7c00) === 0x7c00) return (half & 0x3ff) !== 0 ? NaN : half & 0x8000 ? -Infinity : Infinity
  return half & 0x8000 ? -size : size
}

/** The nearest number of float16, halves to even. */
export function toHalf(x: number): number {
  single[0] = x
  // A number of the size of 2^52 units in the last place that x has in float16: adding it rounds to them.
  bits[0] = (Math.min(Math.max((bits[0]! >> 23) & 255, 113), 142) + 42) << 23
  const shift = single[0] * 1.5
  const near = x + shift - shift
  if (near > 65504) return Infinity
  if (near < -65504) return -Infinity
  return near === 0 ? x * 0 : near
}

/** The bits of a number of float16. */
export function bitsOfHalf(x: number): number {
  single[0] = x * 1.925929944387236e-34
  const sign = (bits[0]! >> 16) & 0x8000
  if (x !== x) return 0x7e00
  return Math.abs(x) === Infinity ? sign | 0x7c00 : sign | ((bits[0]! & 0x7fffffff) >> 13)
}
