import { align, fill, refuse, take, type BitInput } from './bits.js'
import { FAST_MASK, findCode, makeHuffman, type Huffman } from './huffman.js'

// RFC 1951, 3.2.5 and 3.2.7. From the fourth code on, or the eighth, the extra bits become one more with every second code, or fourth.
const lengthExtra = (code: number): number => (code < 8 || code === 28 ? 0 : (code >> 2) - 1)
const lengthBase = (code: number): number =>
  code === 28 ? 258 : 3 + (code < 8 ? code : (4 | (code & 3)) << ((code >> 2) - 1))
const distanceExtra = (code: number): number => (code < 4 ? 0 : (code >> 1) - 1)
const distanceBase = (code: number): number => 1 + (code < 4 ? code : (2 | (code & 1)) << ((code >> 1) - 1))
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

interface Code {
  readonly literals: Huffman
  readonly distances: Huffman
}

function copyStored(input: BitInput, out: Uint8Array, position: number): number {
  align(input)
  const { data, at, next } = input
  if (next > data.length - 4) refuse('one that is cut short', at)
  const length = data[next]! | (data[next + 1]! << 8)
  if ((length ^ (data[next + 2]! | (data[next + 3]! << 8))) !== 0xffff) refuse('a stored block of two lengths', at)
  if (length > data.length - next - 4) refuse('one that is cut short', at)
  if (length > out.length - position) refuse('more than the declared size', at)
  input.next = next + 4 + length
  out.set(data.subarray(next + 4, input.next), position)
  return position + length
}

function fixedCode(): Code {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
  return { literals: makeHuffman(lengths, false)!, distances: makeHuffman(new Uint8Array(32).fill(5), true)! }
}

function readCode(input: BitInput): Code {
  const literalCount = take(input, 5) + 257
  const total = literalCount + take(input, 5) + 1
  if (literalCount > 286 || total > literalCount + 30) refuse('too many symbols', input.at)
  const lengthCount = take(input, 4) + 4
  const lengths = new Uint8Array(total)
  for (let i = 0; i < lengthCount; i++) lengths[LENGTH_ORDER[i]!] = take(input, 3)
  const code = makeHuffman(lengths.subarray(0, 19), false) ?? refuse('a bad code for code lengths', input.at)
  lengths.fill(0)
  for (let i = 0; i < total;) {
    fill(input)
    const entry = code.fast[input.hold & FAST_MASK]!
    take(input, entry & 15)
    const symbol = entry >>> 4
    if (symbol < 16) {
      lengths[i++] = symbol
      continue
    }
    if (symbol === 16 && i === 0) refuse('a repeat of no length', input.at)
    const repeat = symbol === 16 ? 3 + take(input, 2) : symbol === 17 ? 3 + take(input, 3) : 11 + take(input, 7)
    if (repeat > total - i) refuse('too many code lengths', input.at)
    if (symbol === 16) lengths.fill(lengths[i - 1]!, i, i + repeat)
    i += repeat
  }
  const literals = makeHuffman(lengths.subarray(0, literalCount), false) ?? refuse('a bad code for literals', input.at)
  const distances = makeHuffman(lengths.subarray(literalCount), true) ?? refuse('a bad code for distances', input.at)
  if (lengths[256] === 0) refuse('a block without an end', input.at)
  return { literals, distances }
}

function inflateBlock(input: BitInput, { literals, distances }: Code, out: Uint8Array, start: number): number {
  const { data, at } = input
  const { fast } = literals
  const { fast: fastDistances } = distances
  const last = data.length + 1
  const size = out.length
  let position = start
  let { next, hold, count } = input
  for (;;) {
    if (count < 16) {
      if (next > last) refuse('one that is cut short', at)
      hold |= (data[next]! | (data[next + 1]! << 8)) << count
      next += 2
      count += 16
    }
    let entry = fast[hold & FAST_MASK]! || findCode(literals, hold)
    hold >>>= entry & 15
    count -= entry & 15
    const symbol = entry >>> 4
    if (symbol < 256) {
      if (position === size) refuse('more than the declared size', at)
      out[position++] = symbol
      continue
    }
    if (symbol === 256) break
    if (symbol > 285) refuse('a length that is not in use', at)
    if (count < 16) {
      hold |= (data[next]! | (data[next + 1]! << 8)) << count
      next += 2
      count += 16
    }
    let extra = lengthExtra(symbol - 257)
    const length = lengthBase(symbol - 257) + (hold & ((1 << extra) - 1))
    hold >>>= extra
    count -= extra
    if (count < 16) {
      hold |= (data[next]! | (data[next + 1]! << 8)) << count
      next += 2
      count += 16
    }
    entry = fastDistances[hold & FAST_MASK]! || findCode(distances, hold)
    if (entry === 0 || entry >>> 4 > 29) refuse('a distance that is not in use', at)
    hold >>>= entry & 15
    count -= entry & 15
    if (count < 16) {
      hold |= (data[next]! | (data[next + 1]! << 8)) << count
      next += 2
      count += 16
    }
    extra = distanceExtra(entry >>> 4)
    const distance = distanceBase(entry >>> 4) + (hold & ((1 << extra) - 1))
    hold >>>= extra
    count -= extra
    if (distance > position) refuse('a distance beyond the start', at)
    if (length > size - position) refuse('more than the declared size', at)
    for (const end = position + length; position < end; position++) out[position] = out[position - distance]!
  }
  input.next = next
  input.hold = hold
  input.count = count
  return position
}

/**
 * Inflates one raw deflate stream (RFC 1951) that is the whole of `data` into exactly `size` bytes. Throws ERR_ZIP_DATA for
 * any other stream: bad codes, cut short, bytes after the last block, more or fewer bytes than `size`.
 */
export function inflate(data: Uint8Array, size: number, at: string): Uint8Array {
  const input: BitInput = { data, at, next: 0, hold: 0, count: 0 }
  const out = new Uint8Array(size)
  let fixed: Code | undefined
  let position = 0
  for (let final = 0; final === 0;) {
    final = take(input, 1)
    const type = take(input, 2)
    if (type === 0) position = copyStored(input, out, position)
    else if (type === 1) position = inflateBlock(input, (fixed ??= fixedCode()), out, position)
    else if (type === 2) position = inflateBlock(input, readCode(input), out, position)
    else refuse('a block of a reserved type', at)
  }
  align(input)
  if (input.next > data.length) refuse('one that is cut short', at)
  if (input.next < data.length) refuse('bytes after its end', at)
  if (position !== size) refuse(`${position} bytes of the declared ${size}`, at)
  return out
}
