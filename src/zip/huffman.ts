const FAST_BITS = 10

/** The codes of up to this many bits are looked up at once. */
export const FAST_MASK: number = (1 << FAST_BITS) - 1

/** A canonical Huffman code. An entry is `symbol << 4 | length`, 0 where there is no code. */
export interface Huffman {
  /** By the next ten bits of the input: the entry of the code that they start with, when it is not longer. */
  readonly fast: Uint16Array
  /** Number of codes by length. */
  readonly counts: Uint16Array
  /** Symbols by length, then by symbol. */
  readonly symbols: Uint16Array
}

function reverse(code: number, length: number): number {
  let reversed = 0
  for (let bit = 0; bit < length; bit++) reversed = (reversed << 1) | ((code >>> bit) & 1)
  return reversed
}

/**
 * The code with these lengths by symbol (RFC 1951, 3.2.2), or undefined when it is over-subscribed or incomplete. A code for
 * distances may also be empty, or one code of one bit.
 */
export function makeHuffman(lengths: Uint8Array, distances: boolean): Huffman | undefined {
  const counts = new Uint16Array(16)
  for (let symbol = 0; symbol < lengths.length; symbol++) counts[lengths[symbol]!]!++
  const used = lengths.length - counts[0]!
  counts[0] = 0
  const codes = new Uint16Array(16)
  const places = new Uint16Array(16)
  let left = 1
  for (let length = 1; length < 16; length++) {
    codes[length] = (codes[length - 1]! + counts[length - 1]!) << 1
    places[length] = places[length - 1]! + counts[length - 1]!
    left = left * 2 - counts[length]!
    if (left < 0) return undefined
  }
  if (left > 0 && !(distances && used === counts[1] && used < 2)) return undefined
  const fast = new Uint16Array(1 << FAST_BITS)
  const symbols = new Uint16Array(used)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!
    if (length === 0) continue
    symbols[places[length]!++] = symbol
    const code = codes[length]!++
    if (length > FAST_BITS) continue
    for (let i = reverse(code, length); i <= FAST_MASK; i += 1 << length) fast[i] = (symbol << 4) | length
  }
  return { fast, counts, symbols }
}

/** The entry of the code that starts at the lowest of at least 15 bits, bit by bit; 0 when there is none. */
export function findCode({ counts, symbols }: Huffman, bits: number): number {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length < 16; length++) {
    code |= (bits >>> (length - 1)) & 1
    const count = counts[length]!
    if (code - first < count) return (symbols[index + code - first]! << 4) | length
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  return 0
}
