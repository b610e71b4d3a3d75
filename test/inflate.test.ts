import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { BundleError } from '../src/errors.js'
import { inflate } from '../src/zip/inflate.js'
import { utf8 } from './zip-forge.js'

/** Deflate data written bit by bit: numbers by their lowest bits first, codes by their highest. */
class BitWriter {
  private readonly bits: number[] = []

  number(value: number, bits: number): this {
    for (let i = 0; i < bits; i++) this.bits.push((value >>> i) & 1)
    return this
  }

  code(bits: string): this {
    for (const bit of bits) this.bits.push(Number(bit))
    return this
  }

  /** Zeros up to the next byte, or `fill`. */
  align(fill: 0 | 1 = 0): this {
    while (this.bits.length % 8 !== 0) this.bits.push(fill)
    return this
  }

  bytes(): Uint8Array {
    this.align()
    const bytes = new Uint8Array(this.bits.length / 8)
    this.bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (i & 7)))
    return bytes
  }
}

/** Why `data` does not inflate into `size` bytes; undefined when it does. */
function refusal(data: Uint8Array, size: number): string | undefined {
  try {
    inflate(data, size, 'LICENSE')
  } catch (error) {
    if (!(error instanceof BundleError) || error.code !== 'ERR_ZIP_DATA' || error.at !== 'LICENSE') throw error
    return error.message.slice('expected a deflate stream, got '.length, -' (at LICENSE)'.length)
  }
  return undefined
}

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return ((state >>> 8) * below) >>> 24
  }
}

// Fixed codes: 0x61 is 0x30 + 0x61, eight bits; the end of a block is seven zeros.
const a = '10010001'
const end = '0000000'

function fixed(final: 0 | 1 = 1): BitWriter {
  return new BitWriter().number(final, 1).number(1, 2)
}

function stored(length: number, complement: number): BitWriter {
  return new BitWriter().number(1, 1).number(0, 2).align().number(length, 16).number(complement, 16)
}

/** The head of a dynamic block: counts of codes, then the code for code lengths by the lengths in RFC 1951's order. */
function dynamic(literals: number, distances: number, lengths: readonly number[]): BitWriter {
  const bits = new BitWriter()
    .number(1, 1)
    .number(2, 2)
    .number(literals - 257, 5)
    .number(distances - 1, 5)
  bits.number(lengths.length - 4, 4)
  for (const length of lengths) bits.number(length, 3)
  return bits
}

// Symbols in this order: 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1.
const zeroOrOne = [2, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
const [zero, one, repeat, zeros] = ['00', '01', '10', '11']
const upToTwo = [0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2]
const two = '10'

/** Lengths of literals 0 to 255: `count` zeros at a time, 11 to 138. */
function skip(bits: BitWriter, ...counts: readonly number[]): BitWriter {
  for (const count of counts) bits.code(zeros).number(count - 11, 7)
  return bits
}

/** 'a' is 0 and the end of the block is 1; the lengths of the distances come next. */
function twoLiterals(distances: number): BitWriter {
  return skip(skip(dynamic(257, distances, zeroOrOne), 97).code(one), 138, 20).code(one)
}

/** Noise with copies whose lengths and distances halve in number as they double, so that some have the longest codes. */
function skewed(below: (below: number) => number): Uint8Array {
  const bytes = Array.from({ length: 32_768 }, () => below(256))
  const halving = (): number => Math.clz32(below(1 << 14)) - 18
  while (bytes.length < 400_000) {
    const length = 4 + below(2 << Math.min(halving(), 7))
    const distance = 1 + below(2 << Math.min(halving(), 14))
    for (let i = 0; i < length; i++) bytes.push(bytes[bytes.length - distance]!)
    bytes.push(below(256))
  }
  return Uint8Array.from(bytes)
}

describe('inflate', () => {
  it('inflates what zlib wrote, at every level and strategy', () => {
    const below = random(1)
    const words = Array.from({ length: 3000 }, () => 'x'.repeat(below(9)) + below(1 << 20).toString(36))
    const contents = [
      new Uint8Array(),
      utf8('a'),
      utf8('hello, hello, hello, hello'),
      utf8(Array.from({ length: 60_000 }, () => words[((below(3000) * below(3000)) / 3000) | 0]!).join(' ')),
      Uint8Array.from({ length: 100_000 }, () => below(256)),
      Uint8Array.from({ length: 100_000 }, () => Math.clz32(below(1 << 20))),
      skewed(below),
      Uint8Array.from({ length: 300_000 }, (_, i) => (i % 1000 < 4 ? below(256) : (i >> 9) & 255)),
    ]
    for (const content of contents) {
      for (const level of [0, 1, 6, 9]) {
        for (const strategy of [0, 1, 2, 3, 4]) {
          const data = new Uint8Array(deflateRawSync(content, { level, strategy, memLevel: 9 - level / 3 }))
          expect(Buffer.compare(inflate(data, content.length, ''), content)).toBe(0)
        }
      }
    }
  })

  it('refuses every stream cut short', () => {
    const content = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) >> 5)
    const data = new Uint8Array(deflateRawSync(content))
    for (let size = 0; size < data.length; size++) {
      expect(refusal(data.subarray(0, size), content.length)).toBeTypeOf('string')
    }
  })

  it('ignores padding bits', () => {
    expect(inflate(fixed().code(a).code(end).align(1).bytes(), 1, '')).toEqual(utf8('a'))
    const bits = new BitWriter().number(1, 1).number(0, 2).align(1).number(1, 16).number(0xfffe, 16).number(0x61, 8)
    expect(inflate(bits.bytes(), 1, '')).toEqual(utf8('a'))
  })

  it('copies overlapping matches', () => {
    const bits = fixed().code(a).code('0000010').code('00000').code(end)
    expect(inflate(bits.bytes(), 5, '')).toEqual(utf8('aaaaa'))
  })

  it('takes the longest codes with extra bits at every place in a byte', () => {
    // Code lengths 1 to 15 and a run of zeros have four bits each: 1 is 0000, 15 is 1110, the run 1111.
    const bits = dynamic(285, 16, [0, 0, 4, 0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4])
    const length = (value: number): string => (value - 1).toString(2).padStart(4, '0')
    const run = (count: number): BitWriter => bits.code('1111').number(count - 11, 7)
    // 'a' is 0, the end 10, 227 bytes and more 11; the last two distances, 129 and 193 and more, have 15 bits.
    run(97).code(length(1))
    run(138)
    run(20).code(length(2))
    run(27).code(length(2))
    for (let symbol = 0; symbol < 15; symbol++) bits.code(length(symbol + 1))
    bits.code(length(15))
    for (let i = 0; i < 256; i++) bits.code('0')
    let size = 256
    for (let i = 0; i < 64; i++) {
      bits
        .code('11')
        .number(i & 15, 5)
        .code('111111111111110')
        .number(63 - i, 6)
        .code('0')
      size += 227 + (i & 15) + 1
    }
    bits.code('10')
    expect(inflate(bits.bytes(), size, '')).toEqual(new Uint8Array(size).fill(0x61))
  })

  it('takes blocks without content', () => {
    const bits = fixed(0)
      .code(end)
      .number(0, 3)
      .align()
      .number(0, 16)
      .number(0xffff, 16)
      .number(1, 1)
      .number(1, 2)
      .code(end)
    expect(inflate(bits.bytes(), 0, '')).toEqual(utf8(''))
  })

  it('takes an empty code for distances, and one code of one bit', () => {
    expect(inflate(twoLiterals(1).code(zero).code('01').bytes(), 1, '')).toEqual(utf8('a'))
    expect(inflate(twoLiterals(1).code(one).code('01').bytes(), 1, '')).toEqual(utf8('a'))
  })

  it('refuses a match where there are no distances, and the unused half of a single one', () => {
    // 'a' is 0, the end of the block 10, three bytes more 11.
    const head = (): BitWriter =>
      skip(skip(dynamic(258, 1, upToTwo), 97).code(one), 138, 20)
        .code(two)
        .code(two)
    expect(inflate(head().code(one).code('0').code('11').code('0').code('10').bytes(), 4, '')).toEqual(utf8('aaaa'))
    const reason = 'a distance that is not in use'
    expect(refusal(head().code(one).code('0').code('11').code('1').code('10').bytes(), 4)).toBe(reason)
    expect(refusal(head().code(zero).code('0').code('11').code('0').code('10').bytes(), 4)).toBe(reason)
  })

  it.each<[string, BitWriter, number, string]>([
    ['nothing', new BitWriter(), 0, 'one that is cut short'],
    ['no final block', fixed(0).code(end), 0, 'one that is cut short'],
    ['a cut among literals', twoLiterals(1).code(zero).code('0'), 1000, 'one that is cut short'],
    ['a cut before the end of the block', fixed().code(a).code(a).number(0, 5), 2, 'one that is cut short'],
    ['a cut among code lengths', dynamic(257, 1, zeroOrOne), 0, 'one that is cut short'],
    ['a byte after the end', fixed().code(a).code(end).align().number(0, 8), 1, 'bytes after its end'],
    ['too little', fixed().code(a).code(end), 2, '1 bytes of the declared 2'],
    ['a reserved block type', new BitWriter().number(1, 1).number(3, 2), 0, 'a block of a reserved type'],
    ['a stored block of two lengths', stored(1, 0xffff).number(0x61, 8), 1, 'a stored block of two lengths'],
    ['a stored block beyond the end', stored(2, 0xfffd).number(0x61, 8), 2, 'one that is cut short'],
    ['a stored block beyond the size', stored(1, 0xfffe).number(0x61, 8), 0, 'more than the declared size'],
    [
      'a stored block without its lengths',
      new BitWriter().number(1, 1).number(0, 2).align().number(0, 16),
      0,
      'one that is cut short',
    ],
    ['a literal beyond the size', fixed().code(a).code(a).code(end), 1, 'more than the declared size'],
    [
      'a match beyond the size',
      fixed().code(a).code('0000010').code('00000').code(end),
      4,
      'more than the declared size',
    ],
    ['a distance too far', fixed().code(a).code('0000001').code('00001').code(end), 4, 'a distance beyond the start'],
    ['a match at the start', fixed().code('0000001').code('00000').code(end), 3, 'a distance beyond the start'],
    ['length 286', fixed().code(a).code('11000110').code('00000').code(end), 4, 'a length that is not in use'],
    ['distance 30', fixed().code(a).code('0000001').code('11110').code(end), 4, 'a distance that is not in use'],
    ['287 literals', dynamic(287, 1, zeroOrOne).number(0, 32), 0, 'too many symbols'],
    ['31 distances', dynamic(257, 31, zeroOrOne).number(0, 32), 0, 'too many symbols'],
    ['an over-subscribed first code', dynamic(257, 1, [1, 1, 1, 1]), 0, 'a bad code for code lengths'],
    ['an incomplete first code', dynamic(257, 1, [2, 2, 2, 0]), 0, 'a bad code for code lengths'],
    ['an empty first code', dynamic(257, 1, [0, 0, 0, 0]), 0, 'a bad code for code lengths'],
    ['a repeat of no length', dynamic(257, 1, zeroOrOne).code(repeat).number(0, 32), 0, 'a repeat of no length'],
    ['too many code lengths', skip(dynamic(257, 1, zeroOrOne), 138, 138), 0, 'too many code lengths'],
    [
      'over-subscribed literals',
      skip(dynamic(257, 1, zeroOrOne).code(one).code(one), 138, 116)
        .code(one)
        .code(zero),
      0,
      'a bad code for literals',
    ],
    [
      'a single literal',
      skip(dynamic(257, 1, zeroOrOne), 138, 118)
        .code(one)
        .code(zero),
      0,
      'a bad code for literals',
    ],
    [
      'no code for the end',
      skip(dynamic(257, 1, zeroOrOne).code(one).code(one), 138, 116)
        .code(zero)
        .code(zero),
      0,
      'a block without an end',
    ],
    ['over-subscribed distances', twoLiterals(3).code(one).code(one).code(one), 1, 'a bad code for distances'],
    [
      'a single distance of two bits',
      skip(skip(dynamic(257, 1, upToTwo), 97).code(one), 138, 20)
        .code(one)
        .code(two),
      1,
      'a bad code for distances',
    ],
  ])('refuses %s', (_, bits, size, reason) => {
    expect(refusal(bits.bytes(), size)).toBe(reason)
  })
})
