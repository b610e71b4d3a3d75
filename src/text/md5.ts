import { sin } from '../math/sin.js'

/** Made at the first use. */
let sines: Int32Array | undefined

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/** The UTF-8 of a text in little-endian words, a bit after its end and, in the last two words, its length in bits. */
function padded(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text)
  const { length } = bytes
  const words = new Int32Array((((length + 8) >> 6) + 1) * 16)
  for (let i = 0; i < length; i++) words[i >> 2]! |= bytes[i]! << (8 * (i & 3))
  words[length >> 2]! |= 0x80 << (8 * (length & 3))
  words[words.length - 2] = length << 3
  words[words.length - 1] = length >>> 29
  return words
}

/** MD5 of the text's UTF-8 as 16 bytes: RFC 1321, https://www.rfc-editor.org/rfc/rfc1321 */
export function md5(text: string): Uint8Array {
  sines ??= Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(sin(i + 1)) * 4294967296) | 0)
  const words = padded(text)
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476] as [number, number, number, number]
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = state
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      let mixed = c ^ (b | ~d)
      let at = 7 * i
      if (round === 0) {
        mixed = (b & c) | (~b & d)
        at = i
      } else if (round === 1) {
        mixed = (d & b) | (~d & c)
        at = 5 * i + 1
      } else if (round === 2) {
        mixed = b ^ c ^ d
        at = 3 * i + 5
      }
      const sum = (a + mixed + sines[i]! + words[block + (at & 15)]!) | 0
      const shift = shifts[4 * round + (i & 3)]!
      a = d
      d = c
      c = b
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
    }
    ;[a, b, c, d].forEach((word, i) => (state[i] = (state[i]! + word) | 0))
  }
  return Uint8Array.from({ length: 16 }, (_, i) => state[i >> 2]! >>> (8 * (i & 3)))
}
