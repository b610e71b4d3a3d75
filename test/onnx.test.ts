import { describe, expect, test } from 'vitest'
import type { BundleError, ErrorCode } from '../src/errors.js'
import { defaultLimits, type Limits } from '../src/limits.js'
import {
  readFloats,
  readIndices,
  readInts,
  readSingle,
  readStrings,
  readTensorAttribute,
} from '../src/onnx/attribute.js'
import { inlineFunctions } from '../src/onnx/functions.js'
import { readModel } from '../src/onnx/read.js'
import { readTensor, scanTensor } from '../src/onnx/tensor.js'
import type { Tensor } from '../src/onnx/types.js'
import { writeModel, type ModelDefinition } from '../src/onnx/write.js'
import { decodeProto, encodeProto } from './onnx-proto.js'

const tensorType = (elem_type: number, dims?: readonly object[]): object => ({
  tensor_type: { elem_type, ...(dims ? { shape: { dim: dims } } : {}) },
})
const value = (name: string): object => ({ name, type: tensorType(1, [{ dim_param: 'N' }, { dim_value: 3 }]) })
const identity = (input: string, output: string): object => ({ op_type: 'Identity', input: [input], output: [output] })
const model = (graph: object, more: object = {}): object => ({
  ir_version: 10,
  opset_import: [{ domain: '', version: 21 }],
  graph: { name: 'g', node: [identity('x', 'y')], input: [value('x')], output: [value('y')], ...graph },
  ...more,
})
const read = (message: object, limits: Limits = defaultLimits): ReturnType<typeof readModel> =>
  readModel(encodeProto('ModelProto', message), 'm.onnx', limits, inlineFunctions)

function refusal(run: () => unknown): { code: ErrorCode; at: string; message: string } {
  try {
    run()
  } catch (error) {
    const { name, code, at, message } = error as BundleError
    expect(name).toBe('BundleError')
    return { code, at, message }
  }
  throw new Error('expected a refusal')
}

describe('readModel', () => {
  test('reads what protobufjs wrote', () => {
    const { irVersion, opsets, graph } = read(
      model(
        {
          node: [
            { op_type: 'Scale', input: ['x', '', 'w'], output: ['h'], name: 'first', domain: 'ai.onnx.ml' },
            { op_type: 'Identity', input: ['h'], output: ['y'], domain: 'ai.onnx' },
          ],
          initializer: [{ name: 'w', dims: [2], data_type: 1, float_data: [1, 2] }],
          doc_string: 'é',
        },
        { opset_import: [{ version: 21 }, { domain: 'ai.onnx.ml', version: 5 }], producer_name: 'p' },
      ),
    )
    expect(irVersion).toBe(10)
    expect(opsets).toEqual([
      { domain: '', version: 21 },
      { domain: 'ai.onnx.ml', version: 5 },
    ])
    expect(graph.inputs).toEqual([{ name: 'x', type: 'float32', dims: [-1, 3] }])
    expect(graph.nodes[0]).toMatchObject({
      name: 'first',
      domain: 'ai.onnx.ml',
      inputs: ['x', '', 'w'],
      outputs: ['h'],
    })
    expect(graph.nodes[1]).toMatchObject({ domain: '', opType: 'Identity', at: 'm.onnx#/node/1' })
    expect([...graph.initializers.keys()]).toEqual(['w'])
  })

  test('reads attributes of every kind', () => {
    const attribute = [
      { name: 'f', type: 1, f: 0.1 },
      { name: 'i', type: 2, i: -5 },
      { name: 'z', type: 2 },
      { name: 's', type: 3, s: new TextEncoder().encode('añ') },
      { name: 't', type: 4, t: { dims: [1], data_type: 7, int64_data: [-1] } },
      { name: 'fs', type: 6, floats: [1.5, -0.1] },
      { name: 'is', type: 7, ints: [300, -1, 0] },
      { name: 'up', type: 7, ints: [300, 2147483647] },
      { name: 'ss', type: 8, strings: [new TextEncoder().encode('a'), new Uint8Array()] },
    ]
    const { attributes } = read(model({ node: [{ ...identity('x', 'y'), attribute }] })).graph.nodes[0]!
    const get = (name: string): NonNullable<ReturnType<typeof attributes.get>> => attributes.get(name)!
    expect(readSingle(get('f'))).toBe(Math.fround(0.1))
    expect(readSingle(get('i'))).toBe(-5)
    expect(readSingle(get('z'))).toBe(0)
    expect(readSingle(get('s'))).toBe('añ')
    expect(readTensorAttribute(get('t'), defaultLimits)).toEqual({
      type: 'int64',
      dims: [1],
      data: BigInt64Array.of(-1n),
    })
    expect(readFloats(get('fs'))).toEqual(Float32Array.of(1.5, -0.1))
    expect(readInts(get('is'))).toEqual(Float64Array.of(300, -1, 0))
    expect(readIndices(get('up'))).toEqual(Int32Array.of(300, 2147483647))
    expect(refusal(() => readIndices(get('is'))).code).toBe('ERR_ONNX_INVALID')
    expect(readStrings(get('ss'))).toEqual(['a', ''])
  })

  test('reads integers of every length, unpacked and packed', () => {
    const edges = [0, 127, 128, 16383, 16384, 2097151, 2097152, 268435455, 268435456, 2147483647, -1, -2147483648]
    const values = [...edges, ...edges.toReversed(), 1, 300, 5, 70000, 0, 0, 1]
    for (let length = 1; length <= values.length; length++) {
      const some = values.slice(0, length)
      const attribute = [{ name: 'is', type: 7, ints: some }]
      const { attributes } = read(model({ node: [{ ...identity('x', 'y'), attribute }] })).graph.nodes[0]!
      expect(readInts(attributes.get('is')!)).toEqual(Float64Array.from(some))
      const initializer = [{ name: 'w', dims: [length], data_type: 6, int32_data: some }]
      const tensor = readTensor(read(model({ initializer })).graph.initializers.get('w')!)
      expect(tensor).toEqual({ type: 'int32', dims: [length], data: Int32Array.from(some) })
    }
  })

  /** Nodes that can run from the last to the first. */
  const backwards = (count: number): object[] =>
    Array.from({ length: count }, (_, i) => identity(i === count - 1 ? 'x' : `h${i + 1}`, i === 0 ? 'y' : `h${i}`))

  test('a node before what makes its input comes after it', () => {
    const inOrder = (node: object[]): string[] => read(model({ node })).graph.nodes.map(({ at }) => at.slice(-1))
    expect(inOrder([identity('h', 'y'), identity('x', 'g'), identity('x', 'h')])).toEqual(['1', '2', '0'])
    expect(inOrder(backwards(9))).toEqual(['8', '7', '6', '5', '4', '3', '2', '1', '0'])
    expect(read(model({ node: backwards(16) })).graph.nodes).toHaveLength(16)
  })

  test('an initializer takes the place of an input of its name', () => {
    const initializer = [{ name: 'w', dims: [1], data_type: 1, float_data: [1] }]
    expect(read(model({ input: [value('w'), value('x')], initializer })).graph.inputs.map(({ name }) => name)).toEqual([
      'x',
    ])
  })

  test.each<[string, object, string, RegExp]>([
    ['a value that nothing makes', model({ node: [identity('z', 'y')] }), 'm.onnx#/node/0', /"z"/],
    ['nodes far out of order', model({ node: backwards(17) }), 'm.onnx#/node/0', /"h1"/],
    ['a cycle', model({ node: [identity('y', 'h'), identity('h', 'y')] }), 'm.onnx#/node/0', /"y"/],
    ['a value made twice', model({ node: [identity('x', 'y'), identity('x', 'y')] }), 'm.onnx#/node/1', /once/],
    ['a node that makes an input', model({ node: [identity('x', 'x')] }), 'm.onnx#/node/0', /once/],
    ['an output that nothing makes', model({ node: [] }), 'm.onnx#/output/0', /"y"/],
    ['an output twice', model({ output: [value('y'), value('y')] }), 'm.onnx#/output/1', /once/],
    ['no output', model({ output: [] }), 'm.onnx#', /output/],
    ['an output without a name', model({ output: [value('y'), value('')] }), 'm.onnx#/output/1', /name/],
    ['an input without a name', model({ input: [value('x'), value('')] }), 'm.onnx#/input/1', /name/],
    ['no graph', { ir_version: 10, opset_import: [{ version: 1 }] }, 'm.onnx', /graph/],
    ['no opset', model({}, { opset_import: [] }), 'm.onnx', /opset/],
    [
      'a domain twice',
      model({}, { opset_import: [{ version: 1 }, { domain: 'ai.onnx', version: 2 }] }),
      'm.onnx',
      /one/,
    ],
    ['no IR version', model({}, { ir_version: 0 }), 'm.onnx', /IR/],
    ['no operator', model({ node: [{ input: ['x'], output: ['y'] }] }), 'm.onnx#/node/0', /operator/],
    [
      'an attribute twice',
      model({ node: [{ ...identity('x', 'y'), attribute: [1, 2].map((i) => ({ name: 'a', type: 2, i })) }] }),
      'm.onnx#/node/0',
      /once/,
    ],
    [
      'an attribute of two kinds',
      model({ node: [{ ...identity('x', 'y'), attribute: [{ name: 'a', i: 1, f: 1 }] }] }),
      'm.onnx#/node/0',
      /one kind/,
    ],
    [
      'an attribute of another kind than its type',
      model({ node: [{ ...identity('x', 'y'), attribute: [{ name: 'a', type: 1, i: 1 }] }] }),
      'm.onnx#/node/0',
      /float/,
    ],
  ])('refuses %s', (_, message, at, text) => {
    expect(refusal(() => read(message))).toEqual({
      code: 'ERR_ONNX_INVALID',
      at,
      message: expect.stringMatching(text) as string,
    })
  })

  test.each<[string, object, RegExp]>([
    ['sparse initializers', model({ sparse_initializer: [{ dims: [1] }] }), /sparse/],
    ['a newer IR', model({}, { ir_version: 99 }), /14, got 99/],
    ['external data', model({ initializer: [{ name: 'w', data_type: 1, data_location: 1 }] }), /external/],
    ['bfloat16', model({ initializer: [{ name: 'w', data_type: 16, dims: [0] }] }), /16/],
  ])('does not support %s', (_, message, text) => {
    expect(refusal(() => read(message))).toMatchObject({
      code: 'ERR_ONNX_UNSUPPORTED',
      message: expect.stringMatching(text) as string,
    })
  })

  test('keeps to the limits', () => {
    const nodes = Array.from({ length: 4 }, (_, i) => identity('x', `y${i || ''}`))
    expect(refusal(() => read(model({ node: nodes }), { ...defaultLimits, nodes: 3 })).code).toBe('ERR_LIMIT')
    const initializer = [{ name: 'w', data_type: 1, dims: [4], raw_data: new Uint8Array(16) }]
    expect(refusal(() => read(model({ initializer }), { ...defaultLimits, elements: 3 })).code).toBe('ERR_LIMIT')
  })
})

describe('the wire', () => {
  const good = encodeProto('ModelProto', model({}))
  const withTail = (...tail: number[]): Uint8Array => Uint8Array.of(...good, ...tail)
  const open = (bytes: Uint8Array): unknown => readModel(bytes, 'm.onnx', defaultLimits, inlineFunctions)

  test.each<[string, Uint8Array]>([
    ['field number 0', withTail(0x00, 0)],
    ['a group', withTail(0xfb, 0x06, 0xfc, 0x06)],
    ['wire type 7', withTail(0xff, 0x06)],
    ['a length beyond the end', withTail(0xfa, 0x06, 2, 0)],
    ['a length of 2^32 and more', withTail(0xfa, 0x06, 0x80, 0x80, 0x80, 0x80, 0x10)],
    ['a cut varint', withTail(0xf8, 0x06, 0x80)],
    ['a varint of 11 bytes', withTail(0xf8, 0x06, ...new Array<number>(10).fill(0x80), 1)],
    ['a varint of more than 64 bits', withTail(0xf8, 0x06, ...new Array<number>(9).fill(0x80), 2)],
    ['a cut fixed32', withTail(0xfd, 0x06, 1, 2, 3)],
    ['a second graph', withTail(0x3a, 0)],
    ['a second IR version', withTail(0x08, 10)],
    ['a graph that is a number', Uint8Array.of(0x38, 1)],
    ['nothing', new Uint8Array()],
  ])('refuses %s', (_, bytes) => {
    expect(refusal(() => open(bytes)).code).toBe('ERR_ONNX_INVALID')
  })

  test('skips fields that it does not know', () => {
    const tail = [0xf8, 0x06, ...new Array<number>(9).fill(0xff), 1, 0xfa, 0x06, 1, 0, 0xfd, 0x06, 0, 0, 0, 0]
    expect(open(withTail(...tail))).toBeTruthy()
    expect(open(withTail(0xf9, 0x06, 0, 0, 0, 0, 0, 0, 0, 0))).toBeTruthy()
  })

  test('refuses every truncation inside the graph', () => {
    const bytes = encodeProto('ModelProto', { ...model({}), opset_import: [] })
    for (let end = 3; end < bytes.length; end++)
      expect(refusal(() => open(bytes.subarray(0, end))).code).toBe('ERR_ONNX_INVALID')
  })

  test('refuses text that is not UTF-8', () => {
    const bytes = encodeProto('ModelProto', model({ node: [identity('x', 'y')], name: 'ÿ', input: [value('x')] }))
    expect(open(bytes)).toBeTruthy()
    const broken = bytes.slice()
    broken[broken.lastIndexOf('x'.charCodeAt(0))] = 0xff
    expect(refusal(() => open(broken)).message).toMatch(/UTF-8/)
  })
})

describe('tensors', () => {
  const bytes = (message: object): Tensor => {
    const proto = encodeProto('TensorProto', message)
    return readTensor(scanTensor({ bytes: proto, start: 0, end: proto.length }, 't', defaultLimits))
  }

  test.each<[string, object, Tensor['data']]>([
    ['float_data', { dims: [2], data_type: 1, float_data: [0.1, -0] }, Float32Array.of(0.1, -0)],
    ['double_data', { dims: [2], data_type: 11, double_data: [0.1, NaN] }, Float64Array.of(0.1, NaN)],
    ['int32_data', { dims: [2], data_type: 6, int32_data: [-7, 70000] }, Int32Array.of(-7, 70000)],
    ['int8', { dims: [2], data_type: 3, int32_data: [-128, 127] }, Int8Array.of(-128, 127)],
    ['bool', { dims: [2], data_type: 9, int32_data: [1, 0] }, Uint8Array.of(1, 0)],
    ['int64_data', { dims: [1, 2], data_type: 7, int64_data: [-2, 5] }, BigInt64Array.of(-2n, 5n)],
    [
      'uint64_data',
      { dims: [1], data_type: 13, uint64_data: [9007199254740991] },
      BigUint64Array.of(9007199254740991n),
    ],
    ['uint32', { dims: [1], data_type: 12, uint64_data: [4294967295] }, Uint32Array.of(4294967295)],
    ['string_data', { dims: [2], data_type: 8, string_data: [[104, 105], []] }, ['hi', '']],
    ['raw floats', { dims: [], data_type: 1, raw_data: [0, 0, 128, 63] }, Float32Array.of(1)],
    [
      'raw int64',
      { dims: [1], data_type: 7, raw_data: [254, 255, 255, 255, 255, 255, 255, 255] },
      BigInt64Array.of(-2n),
    ],
    ['raw uint16', { dims: [1], data_type: 4, raw_data: [1, 255] }, Uint16Array.of(65281)],
    ['nothing', { dims: [0, 3], data_type: 1 }, new Float32Array(0)],
  ])('reads %s', (_, message, data) => {
    expect(bytes(message).data).toEqual(data)
  })

  test('reads all 64 bits of packed integers', () => {
    const lowest = Uint8Array.of(0x08, 1, 0x10, 7, 0x3a, 10, ...new Array<number>(9).fill(0x80), 1)
    const scanned = scanTensor({ bytes: lowest, start: 0, end: lowest.length }, 't', defaultLimits)
    expect(readTensor(scanned).data).toEqual(BigInt64Array.of(-(2n ** 63n)))
  })

  test('reads repeated numbers packed, unpacked and mixed', () => {
    const mixed = Uint8Array.of(0x0a, 1, 3, 0x10, 6, 0x28, 5, 0x2a, 2, 6, 7)
    const scanned = scanTensor({ bytes: mixed, start: 0, end: mixed.length }, 't', defaultLimits)
    expect(readTensor(scanned)).toEqual({ type: 'int32', dims: [3], data: Int32Array.of(5, 6, 7) })
  })

  test.each<[string, object]>([
    ['too few elements', { dims: [3], data_type: 1, float_data: [1, 2] }],
    ['too many elements', { dims: [1], data_type: 1, float_data: [1, 2] }],
    ['raw data of another length', { dims: [2], data_type: 1, raw_data: [0, 0, 0, 0] }],
    ['elements twice', { dims: [1], data_type: 1, float_data: [1], raw_data: [0, 0, 0, 0] }],
    ['elements in the field of another type', { dims: [1], data_type: 1, double_data: [1] }],
    ['a negative dimension', { dims: [-1], data_type: 1 }],
    ['too many dimensions', { dims: new Array<number>(33).fill(1), data_type: 1, float_data: [1] }],
    ['an element that its type can not hold', { dims: [1], data_type: 3, int32_data: [128] }],
    ['a boolean of 2', { dims: [1], data_type: 9, raw_data: [2] }],
    ['raw strings', { dims: [1], data_type: 8, raw_data: [65] }],
  ])('refuses %s', (_, message) => {
    expect(refusal(() => bytes(message)).code).toBe('ERR_ONNX_INVALID')
  })
})

describe('writeModel', () => {
  const definition: ModelDefinition = {
    irVersion: 10,
    opsets: [{ domain: 'ai.onnx.ml', version: 5 }],
    graph: {
      name: 'g',
      inputs: [{ name: 'x', type: 'float64', dims: [-1, 300] }],
      outputs: [{ name: 'y', type: null, dims: null }],
      initializers: [
        { name: 'w', type: 'float64', dims: [2], data: Float64Array.of(0.1, -3) },
        { name: 's', type: 'string', dims: [1], data: ['é'] },
        { name: 'n', type: 'int64', dims: [], data: BigInt64Array.of(-1n) },
      ],
      nodes: [
        {
          opType: 'Op',
          domain: 'ai.onnx.ml',
          name: 'n0',
          inputs: ['x', '', 'w'],
          outputs: ['y'],
          attributes: {
            f: { float: 0.5 },
            i: { int: -3 },
            s: { string: 'é' },
            t: { tensor: { type: 'uint8', dims: [2], data: Uint8Array.of(1, 255) } },
            fs: { floats: [1, 2] },
            is: { ints: [1, 2 ** 40, -(2 ** 40)] },
            ss: { strings: ['a', 'b'] },
          },
        },
      ],
    },
  }

  test('writes what protobufjs reads', () => {
    const text = (string: string): number[] => [...new TextEncoder().encode(string)]
    expect(decodeProto('ModelProto', writeModel(definition))).toEqual({
      ir_version: 10,
      opset_import: [{ domain: 'ai.onnx.ml', version: 5 }],
      graph: {
        name: 'g',
        input: [{ name: 'x', type: { tensor_type: { elem_type: 11, shape: { dim: [{}, { dim_value: 300 }] } } } }],
        output: [{ name: 'y' }],
        initializer: [
          { name: 'w', dims: [2], data_type: 11, raw_data: [...new Uint8Array(Float64Array.of(0.1, -3).buffer)] },
          { name: 's', dims: [1], data_type: 8, string_data: [text('é')] },
          { name: 'n', data_type: 7, raw_data: new Array<number>(8).fill(255) },
        ],
        node: [
          {
            op_type: 'Op',
            domain: 'ai.onnx.ml',
            name: 'n0',
            input: ['x', '', 'w'],
            output: ['y'],
            attribute: [
              { name: 'f', type: 1, f: 0.5 },
              { name: 'i', type: 2, i: -3 },
              { name: 's', type: 3, s: text('é') },
              { name: 't', type: 4, t: { dims: [2], data_type: 2, raw_data: [1, 255] } },
              { name: 'fs', type: 6, floats: [1, 2] },
              { name: 'is', type: 7, ints: [1, 2 ** 40, -(2 ** 40)] },
              { name: 'ss', type: 8, strings: [text('a'), text('b')] },
            ],
          },
        ],
      },
    })
  })

  test('writes the same bytes as protobufjs, whose fields are in ascending order too', () => {
    const bytes = writeModel(definition)
    expect(encodeProto('ModelProto', decodeProto('ModelProto', bytes))).toEqual(bytes)
  })

  test('writes what the reader reads', () => {
    const { graph } = readModel(writeModel(definition), 'm.onnx', defaultLimits, inlineFunctions)
    expect(readTensor(graph.initializers.get('w')!)).toEqual({
      type: 'float64',
      dims: [2],
      data: Float64Array.of(0.1, -3),
    })
    expect(readInts(graph.nodes[0]!.attributes.get('is')!)).toEqual(Float64Array.of(1, 2 ** 40, -(2 ** 40)))
  })
})
