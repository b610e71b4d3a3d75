import { describe, expect, it } from 'vitest'
import { BundleError } from '../src/errors.js'
import { defaultLimits, type Limits } from '../src/limits.js'
import type { TensorArray } from '../src/tensors/dtype.js'
import { readTensors } from '../src/tensors/read.js'
import { writeTensors } from '../src/tensors/write.js'

/** A file from its header's text and its data, with the header's length unless given. */
function file(header: string, data: readonly number[] = [], length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + text.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(data, 8 + text.length)
  return bytes
}

function read(bytes: Uint8Array, limits: Partial<Limits> = {}): Map<string, TensorArray> {
  return readTensors(bytes, 'tensors.safetensors', { ...defaultLimits, ...limits })
}

function failure(run: () => unknown): { code: string; at: string } | undefined {
  try {
    run()
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    return { code: error.code, at: error.at }
  }
  return undefined
}

function entry(dtype: string, shape: string, begin: number, end: number): string {
  return `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`
}

describe('readTensors', () => {
  it.each<[string, string, number[], TensorArray['data']]>([
    ['F64', '[2]', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x80], Float64Array.of(1.5, -0)],
    ['F32', '[2]', [0, 0, 0xc0, 0x3f, 0, 0, 0x80, 0xff], Float32Array.of(1.5, -Infinity)],
    [
      'I64',
      '[2]',
      [1, 0, 0, 0, 0, 0, 0, 0x80, 255, 255, 255, 255, 255, 255, 255, 255],
      BigInt64Array.of(-(2n ** 63n) + 1n, -1n),
    ],
    ['I32', '[2]', [1, 2, 0, 0, 0xfe, 255, 255, 255], Int32Array.of(513, -2)],
    ['U8', '[2]', [0, 255], Uint8Array.of(0, 255)],
  ])('reads %s', (dtype, shape, data, expected) => {
    const tensors = read(file(`{"a":${entry(dtype, shape, 0, data.length)}}`, data))
    expect([...tensors]).toEqual([['a', { dtype, shape: [2], data: expected }]])
  })

  it('reads what lies at odd offsets, in an array that is a part of a larger buffer, and copies it', () => {
    const header = `{"b":${entry('F64', '[1]', 1, 9)},"a":${entry('U8', '[1]', 0, 1)}}   `
    const bytes = file(header, [7, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f])
    const larger = new Uint8Array(bytes.length + 6)
    larger.set(bytes, 3)
    const tensors = read(larger.subarray(3, 3 + bytes.length))
    larger.fill(0)
    expect([...tensors]).toEqual([
      ['a', { dtype: 'U8', shape: [1], data: Uint8Array.of(7) }],
      ['b', { dtype: 'F64', shape: [1], data: Float64Array.of(1.5) }],
    ])
  })

  it('reads no tensors, scalars, empty tensors, metadata and any name', () => {
    expect(read(file('{}')).size).toBe(0)
    const header =
      `{"__metadata__":{"format":"pt","a":""},"__proto__":${entry('U8', '[]', 0, 1)},` +
      `"":${entry('F64', '[3,0,9]', 1, 1)},"a:\\"😀":${entry('U8', '[1,1]', 1, 2)},"z":${entry('I32', '[0]', 2, 2)}}`
    const tensors = read(file(header, [5, 6]))
    expect([...tensors.keys()]).toEqual(['__proto__', '', 'a:"😀', 'z'])
    expect(tensors.get('__proto__')).toEqual({ dtype: 'U8', shape: [], data: Uint8Array.of(5) })
    expect(tensors.get('')).toEqual({ dtype: 'F64', shape: [3, 0, 9], data: new Float64Array(0) })
  })

  const one = entry('U8', '[1]', 0, 1)
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['seven bytes', new Uint8Array(7)],
    ['an empty header', file('')],
    ['a header beyond the file', file('{}', [], 3n)],
    ['a header far beyond the file', file('{}', [], 2n ** 64n - 1n)],
    ['a header that starts with a space', file(' {}')],
    ['an array as header', file('[]')],
    ['a header that is not JSON', file('{"a":}')],
    ['a header that is not UTF-8', file('{}').map((byte, i) => (i === 9 ? 0xff : byte))],
    ['a header cut short', file(`{"a":${one}}`, [1], 20n)],
    ['a name twice', file(`{"a":${one},"a":${one}}`, [1])],
    ['a name twice, once as an escape', file(`{"a":${one},"\\u0061":${one}}`, [1])],
    ['a field twice', file('{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [1])],
    ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}')],
    ['a key of the metadata twice', file('{"__metadata__":{"a":"b","a":"b"}}')],
    ['metadata that is no object', file('{"__metadata__":"a"}')],
    ['metadata that is an array', file('{"__metadata__":[]}')],
    ['metadata of another type', file('{"__metadata__":{"a":1}}')],
    ['a lone surrogate in a name', file(`{"\\ud800":${one}}`, [1])],
    ['a tensor that is no object', file('{"a":null}')],
    ['a field too many', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":0}}', [1])],
    ['a field too few', file('{"a":{"dtype":"U8","data_offsets":[0,1]}}', [1])],
    ['another field', file('{"a":{"dtype":"U8","shape":[1],"__proto__":[0,1]}}', [1])],
    ['the dtype F16', file(`{"a":${entry('F16', '[1]', 0, 2)}}`, [1, 2])],
    ['the dtype BOOL', file(`{"a":${entry('BOOL', '[1]', 0, 1)}}`, [1])],
    ['the dtype constructor', file(`{"a":${entry('constructor', '[1]', 0, 1)}}`, [1])],
    ['a dtype that is no text', file('{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}', [1])],
    ['a shape that is no list', file(`{"a":${entry('U8', '1', 0, 1)}}`, [1])],
    ['a dimension that is text', file(`{"a":${entry('U8', '["1"]', 0, 1)}}`, [1])],
    ['a dimension below 0', file(`{"a":${entry('U8', '[-1,-1]', 0, 1)}}`, [1])],
    ['a dimension of -0', file(`{"a":${entry('U8', '[-0]', 0, 0)}}`)],
    ['a dimension of 1.0', file(`{"a":${entry('U8', '[1.0]', 0, 1)}}`, [1])],
    ['a dimension of 1e0', file(`{"a":${entry('U8', '[1e0]', 0, 1)}}`, [1])],
    ['a dimension beyond the safe integers', file(`{"a":${entry('U8', '[9007199254740992,0]', 0, 0)}}`)],
    ['a product beyond the safe integers', file(`{"a":${entry('U8', '[4294967296,4294967296,0]', 0, 0)}}`)],
    ['a product that is 0 modulo 2^64', file(`{"a":${entry('U8', '[4294967296,4294967296]', 0, 0)}}`)],
    ['offsets in the wrong order', file(`{"a":${entry('U8', '[1]', 1, 0)}}`, [1])],
    ['one offset', file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0]}}')],
    ['three offsets', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', [1])],
    ['offsets that are text', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":["0","1"]}}', [1])],
    ['more data than the shape', file(`{"a":${entry('U8', '[1]', 0, 2)}}`, [1, 2])],
    ['less data than the shape', file(`{"a":${entry('F64', '[1]', 0, 4)}}`, [1, 2, 3, 4])],
    ['data beyond the file', file(`{"a":${entry('U8', '[2]', 0, 2)}}`, [1])],
    ['data far beyond the file', file(`{"a":${entry('U8', '[9007199254740991]', 0, Number.MAX_SAFE_INTEGER)}}`, [1])],
    ['a hole at the start', file(`{"a":${entry('U8', '[1]', 1, 2)}}`, [1, 2])],
    ['a hole', file(`{"a":${one},"b":${entry('U8', '[1]', 2, 3)}}`, [1, 2, 3])],
    ['bytes after the data', file(`{"a":${one}}`, [1, 2])],
    ['bytes without a tensor', file('{}', [1])],
    ['an overlap', file(`{"a":${entry('U8', '[2]', 0, 2)},"b":${entry('U8', '[2]', 1, 3)}}`, [1, 2, 3])],
    ['two tensors of the same bytes', file(`{"a":${one},"b":${one}}`, [1])],
    [
      'an empty tensor inside another',
      file(`{"a":${entry('U8', '[2]', 0, 2)},"b":${entry('U8', '[0]', 1, 1)}}`, [1, 2]),
    ],
  ])('refuses %s', (_, bytes) => {
    const error = failure(() => read(bytes))
    expect(error?.code).toBe('ERR_TENSORS_INVALID')
    expect(error?.at).toMatch(/^tensors\.safetensors/)
  })

  it('says where', () => {
    expect(failure(() => read(file(`{"a/b":${entry('F16', '[1]', 0, 2)}}`, [1, 2])))?.at).toBe(
      'tensors.safetensors#/a~1b/dtype',
    )
  })

  it('limits the header, at the limits and beyond', () => {
    const bytes = file(`{"a":${one}}`, [1])
    expect(read(bytes, { json: bytes.length - 9, depth: 3 }).size).toBe(1)
    expect(failure(() => read(bytes, { json: bytes.length - 10 }))?.code).toBe('ERR_LIMIT')
    expect(failure(() => read(bytes, { depth: 2 }))?.code).toBe('ERR_LIMIT')
  })

  it("has safetensors' own cap on the header, whatever the host's limit", () => {
    const bytes = new Uint8Array(100_000_010).fill(0x20)
    bytes.set(file('{}'))
    new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true)
    expect(failure(() => read(bytes, { json: Infinity }))?.code).toBe('ERR_LIMIT')
  })
})

describe('writeTensors', () => {
  it('writes names in order, a canonical header padded to 8 bytes, and the data', () => {
    const tensors = new Map<string, TensorArray>([
      ['b', { dtype: 'I32', shape: [1, 2], data: Int32Array.of(1, -1) }],
      ['a', { dtype: 'U8', shape: [], data: Uint8Array.of(9) }],
    ])
    const header =
      '{"a":{"data_offsets":[0,1],"dtype":"U8","shape":[]},"b":{"data_offsets":[1,9],"dtype":"I32","shape":[1,2]}}     '
    const expected = file(header, [9, 1, 0, 0, 0, 255, 255, 255, 255])
    expect(header.length % 8).toBe(0)
    expect(writeTensors(tensors)).toEqual(expected)
    expect(writeTensors(new Map([...tensors].reverse()))).toEqual(expected)
  })

  it('writes no tensors', () => {
    expect(writeTensors(new Map())).toEqual(file('{}      '))
  })

  it('is read back', () => {
    const tensors = new Map<string, TensorArray>([
      ['__proto__', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
      ['empty', { dtype: 'F32', shape: [0, 5], data: new Float32Array(0) }],
      ['f32', { dtype: 'F32', shape: [2], data: Float32Array.of(0.1, NaN) }],
      ['f64', { dtype: 'F64', shape: [2, 2], data: Float64Array.of(0.1, NaN, -0, Infinity) }],
      ['i64', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 63n)) }],
      ['ü', { dtype: 'I32', shape: [1], data: Int32Array.of(-5) }],
    ])
    expect([...read(writeTensors(tensors))]).toEqual([...tensors])
  })

  it.each<[string, string, TensorArray]>([
    ['a shape of more', 'a', { dtype: 'U8', shape: [2], data: Uint8Array.of(1) }],
    ['a shape of less', 'a', { dtype: 'U8', shape: [0], data: Uint8Array.of(1) }],
    ['a dimension that is none', 'a', { dtype: 'U8', shape: [0.5, 2], data: Uint8Array.of(1) }],
    ['a shape that is no list', 'a', { dtype: 'U8', shape: Uint8Array.of(1) as never, data: Uint8Array.of(1) }],
    ['no shape', 'a', { dtype: 'U8', data: Uint8Array.of(1) } as never],
    ['smaller numbers', 'a', { dtype: 'F64', shape: [1], data: Float32Array.of(3) as never }],
    ['larger numbers', 'a', { dtype: 'F32', shape: [1], data: Float64Array.of(3) as never }],
    ['other numbers of the size', 'a', { dtype: 'F32', shape: [1], data: Int32Array.of(3) as never }],
    ['a list of numbers', 'a', { dtype: 'F64', shape: [1], data: [3] as never }],
    ['a dtype of another name', 'a', { dtype: 'float64' as never, shape: [1], data: Float64Array.of(3) }],
    ['nothing', 'a', null as never],
    ['a reserved name', '__metadata__', { dtype: 'U8', shape: [1], data: Uint8Array.of(1) }],
  ])('refuses %s', (_, name, tensor) => {
    expect(failure(() => writeTensors(new Map([[name, tensor]])))?.code).toBe('ERR_ARGUMENT')
  })
})
