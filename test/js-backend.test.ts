import { describe, expect, test } from 'vitest'
import { defaultLimits, type Limits } from '../src/limits.js'
import { js } from '../src/js.js'
import type { Session, Tensor, Value } from '../src/backends/backend.js'
import { writeModel, type AttributeDefinition } from '../src/onnx/write.js'
import { bool, f32, f64, i32, i64, modelOf, node, refusal, rejection, text, type Ports } from './onnx-model.js'
import { encodeProto } from './onnx-proto.js'

const identity = modelOf([node('Identity', ['x'], ['y'])], { x: 'float32' }, { y: 'float32' })

describe('a session', () => {
  test('says its inputs and outputs, and answers the same both ways', async () => {
    const model = modelOf([node('Add', ['x', 'z'], ['y'])], { x: 'float32', z: 'float32' }, { y: 'float32' })
    const session = await js().open(model)
    expect(session.inputs).toEqual([
      { name: 'x', type: 'float32', dims: null },
      { name: 'z', type: 'float32', dims: null },
    ])
    expect(session.outputs).toEqual([{ name: 'y', type: 'float32', dims: null }])
    const feeds = { x: f32([2], 1, 2), z: f32([2], 10, 20) }
    const answer = await session.run(feeds)
    expect(Object.getPrototypeOf(answer)).toBe(null)
    expect(answer['y']).toEqual(f32([2], 11, 22))
    expect(session.runSync!(feeds)).toEqual(answer)
  })

  test('is called js', () => {
    expect(js().name).toBe('js')
  })

  test('never hands out the memory of a feed, a constant or another output', async () => {
    const model = modelOf(
      [node('Identity', ['x'], ['y']), node('Identity', ['w'], ['v']), node('Reshape', ['x', 's'], ['z'])],
      { x: 'float32' },
      { y: 'float32', z: 'float32', v: 'float32' },
      { initializers: { w: f32([1], 7), s: i64([1], -1) } },
    )
    const session = await js().open(model)
    const x = f32([1, 1], 1)
    const first = session.runSync!({ x }) as Record<string, Tensor>
    for (const { data, dims } of Object.values(first)) {
      ;(data as Float32Array).fill(-1)
      ;(dims as number[])[0] = 9
    }
    expect(x).toEqual(f32([1, 1], 1))
    expect(session.runSync!({ x })).toEqual({ y: f32([1, 1], 1), z: f32([1], 1), v: f32([1], 7) })
  })

  test('answers calls that overlap each for itself', async () => {
    const model = modelOf(
      [node('Gemm', ['x', 'x'], ['h']), node('Softmax', ['h'], ['y'])],
      { x: 'float64' },
      { y: 'float64' },
    )
    const session = await js().open(model)
    const [a, b] = await Promise.all([session.run({ x: f64([1, 1], 2) }), session.run({ x: f64([2, 2], 0, 0, 0, 0) })])
    expect(a).toEqual({ y: f64([1, 1], 1) })
    expect(b).toEqual({ y: f64([2, 2], 0.5, 0.5, 0.5, 0.5) })
  })

  test('does not keep the bytes', async () => {
    const bytes = modelOf(
      [node('Add', ['x', 'w'], ['y'])],
      { x: 'float32' },
      { y: 'float32' },
      { initializers: { w: f32([1], 5) } },
    )
    const session = await js().open(bytes)
    bytes.fill(0)
    expect(session.runSync!({ x: f32([1], 1) })).toEqual({ y: f32([1], 6) })
  })

  test('leaves out what no output needs, even what it could not run', async () => {
    const model = modelOf(
      [node('Unheard', ['x'], ['u']), node('Identity', ['x'], ['y'])],
      { x: 'float32' },
      { y: 'float32' },
    )
    expect((await js().open(model)).runSync!({ x: f32([1], 3) })).toEqual({ y: f32([1], 3) })
  })

  test('is closed by dispose', async () => {
    const session = await js().open(identity)
    session.dispose()
    session.dispose()
    expect(refusal(() => session.runSync!({ x: f32([1], 1) })).code).toBe('ERR_DISPOSED')
    expect((await rejection(session.run({ x: f32([1], 1) }))).code).toBe('ERR_DISPOSED')
  })

  const own = (feeds: object): Record<string, Value> => feeds as Record<string, Value>
  test.each<[string, Record<string, Value>, RegExp]>([
    ['a missing feed', {}, /"x".*none/],
    ['a feed of another name', { x: f32([1], 1), q: f32([1], 1) }, /"q"/],
    ['an inherited feed', own(Object.create({ x: f32([1], 1) }) as object), /"x".*none/],
    ['another type', { x: f64([1], 1) }, /float32, got "float64"/],
    ['another array', own({ x: { type: 'float32', dims: [1], data: Float64Array.of(1) } }), /Float32Array/],
    ['too many elements', { x: f32([1], 1, 2) }, /expected 1 elements, got 2/],
    ['dims that are no sizes', { x: f32([-1], 1) }, /-1/],
    ['dims that are fractions', { x: f32([0.5], 1) }, /0.5/],
    ['a map', { x: new Map() }, /tensor/],
    ['null', own({ x: null }), /tensor/],
  ])('refuses %s', async (_, feeds, message) => {
    const session = await js().open(identity)
    expect(refusal(() => session.runSync!(feeds))).toMatchObject({
      code: 'ERR_TENSOR',
      message: expect.stringMatching(message),
    })
    expect((await rejection(session.run(feeds))).code).toBe('ERR_TENSOR')
  })
})

test.each([
  ['Greater', [0, 0], 'bool'],
  ['Add', [2, 4], 'float32'],
] as const)('%s of inputs of known dims, of which the last is left out', async (op, expected, type) => {
  const graph = {
    name: 'g',
    inputs: [{ name: 'x', type: 'float32', dims: [2] }],
    outputs: [{ name: 'y', type, dims: null }],
    nodes: [node(op, ['x', 'x', ''], ['y'])],
  } as const
  const session = await js().open(writeModel({ irVersion: 10, opsets: [{ domain: '', version: 21 }], graph }))
  const { y } = session.runSync!({ x: f32([2], 1, 2) })
  expect(Array.from((y as Tensor).data as Float32Array)).toEqual(expected)
})

describe('opening refuses', () => {
  const opening = async (model: Uint8Array): ReturnType<typeof rejection> =>
    rejection(js().open(model, { at: 'models/a.onnx' }))
  const x: Ports = { x: 'float32' }
  const y: Ports = { y: 'float32' }

  test('an operator that is not there, naming operator, version and node', async () => {
    const refused = await opening(modelOf([node('Identity', ['x'], ['h']), node('ImageDecoder', ['h'], ['y'])], x, y))
    expect(refused).toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED', at: 'models/a.onnx#/node/1' })
    expect(refused.message).toMatch(/"ImageDecoder" of ai.onnx .*21/)
  })

  test.each([
    ['no element type 16', { tensor_type: { elem_type: 16 } }],
    ['expected a type', { optional_type: { elem_type: { tensor_type: { elem_type: 1 } } } }],
    ['expected a type', { sparse_tensor_type: { elem_type: 1 } }],
    [
      'expected a type',
      { sequence_type: { elem_type: { sequence_type: { elem_type: { tensor_type: { elem_type: 1 } } } } } },
    ],
    ['expected a type', { map_type: { key_type: 6, value_type: { tensor_type: { elem_type: 1 } } } }],
    ['expected a type', {}],
  ])('an input: %s', async (said, type) => {
    const nodes = [{ op_type: 'Identity', input: ['x'], output: ['y'] }]
    const graph = { name: 'g', node: nodes, input: [{ name: 'x', type }], output: [{ name: 'y' }] }
    const refused = await opening(encodeProto('ModelProto', { ir_version: 10, opset_import: [{ version: 21 }], graph }))
    expect(refused).toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED', at: 'models/a.onnx#/input/0' })
    expect(refused.message).toContain(said)
  })

  test('an operator of a domain that is not there', async () => {
    const refused = await opening(modelOf([{ ...node('Add', ['x', 'x'], ['y']), domain: 'com.example' }], x, y))
    expect(refused).toMatchObject({ code: 'ERR_ONNX_INVALID', at: 'models/a.onnx#/node/0' })
  })

  test('versions before the first and after the newest', async () => {
    const erf = (opset: number): Uint8Array => modelOf([node('Erf', ['x'], ['y'])], x, y, { opset })
    expect(await opening(erf(8))).toMatchObject({
      code: 'ERR_ONNX_UNSUPPORTED',
      message: expect.stringMatching(/version 8/),
    })
    expect(await opening(erf(99))).toMatchObject({
      code: 'ERR_ONNX_UNSUPPORTED',
      message: expect.stringMatching(/version 99/),
    })
  })

  test.each<[string, Uint8Array, string]>([
    [
      'an attribute that the operator does not have',
      modelOf([node('Relu', ['x'], ['y'], { alpha: { float: 1 } })], x, y),
      'ERR_ONNX_INVALID',
    ],
    [
      'an attribute of another kind',
      modelOf([node('Gemm', ['x', 'x'], ['y'], { alpha: { int: 1 } })], x, y),
      'ERR_ONNX_INVALID',
    ],
    ['a missing attribute', modelOf([node('Concat', ['x'], ['y'])], x, y), 'ERR_ONNX_INVALID'],
    ['too few inputs', modelOf([node('Add', ['x'], ['y'])], x, y), 'ERR_ONNX_INVALID'],
    ['too many inputs', modelOf([node('Relu', ['x', 'x'], ['y'])], x, y), 'ERR_ONNX_INVALID'],
    ['too many outputs', modelOf([node('Relu', ['x'], ['y', 'z'])], x, y), 'ERR_ONNX_INVALID'],
    ['inputs of two types', modelOf([node('Add', ['x', 'd'], ['y'])], { ...x, d: 'float64' }, y), 'ERR_ONNX_INVALID'],
    [
      'a type that the operator does not take',
      modelOf([node('Relu', ['s'], ['y'])], { s: 'string' }, y),
      'ERR_ONNX_UNSUPPORTED',
    ],
    [
      'an output of another type than declared',
      modelOf([node('Relu', ['x'], ['y'])], x, { y: 'float64' }),
      'ERR_ONNX_INVALID',
    ],
    [
      'a cast to text',
      modelOf([node('Cast', ['x'], ['y'], { to: { int: 8 } })], x, { y: 'string' }),
      'ERR_ONNX_UNSUPPORTED',
    ],
    [
      'constants that do not fit together',
      modelOf([node('Add', ['a', 'b'], ['y'])], {}, y, { initializers: { a: f32([2], 1, 2), b: f32([3], 1, 2, 3) } }),
      'ERR_ONNX_INVALID',
    ],
  ])('%s', async (_, model, code) => {
    expect((await opening(model)).code).toBe(code)
  })

  test('a small model that asks for a large result', async () => {
    const limits = { ...defaultLimits, elements: 10_000 }
    const grow = [
      node('Reshape', ['x', 'column'], ['c']),
      node('Reshape', ['x', 'row'], ['r']),
      node('Add', ['c', 'r'], ['y']),
    ]
    const initializers = { column: i64([2], -1, 1), row: i64([2], 1, -1) }
    const session = await js().open(modelOf(grow, x, y, { initializers }), { limits })
    const feed = (size: number): Record<string, Value> => ({
      x: { type: 'float32', dims: [size], data: new Float32Array(size) },
    })
    expect((session.runSync!(feed(100))['y'] as Tensor).dims).toEqual([100, 100])
    expect(refusal(() => session.runSync!(feed(101))).code).toBe('ERR_LIMIT')
  })

  test('what is opened is a model in bytes, under limits of which each may be left out', async () => {
    for (const [given, said] of [
      [null, 'null'],
      ['model', '"model"'],
      [new ArrayBuffer(8), 'an instance of a class'],
    ] as const) {
      const error = await rejection(js().open(given as unknown as Uint8Array))
      expect([error.code, error.message]).toEqual([
        'ERR_ARGUMENT',
        `expected an ONNX model as a Uint8Array, got ${said}`,
      ])
    }
    const bytes = modelOf([node('Neg', ['x'], ['y'])], { x: 'float32' }, { y: 'float32' })
    const session = await js().open(bytes, { limits: { elements: 1 } as Limits })
    const feed = (size: number): Record<string, Value> => ({
      x: { type: 'float32', dims: [size], data: new Float32Array(size) },
    })
    expect(session.runSync!(feed(1))).toHaveProperty('y')
    expect(refusal(() => session.runSync!(feed(2))).code).toBe('ERR_LIMIT')
    expect((await rejection(js().open(bytes, { limits: { zip: 1 } as unknown as Limits }))).code).toBe('ERR_ARGUMENT')
  })

  test('hashing one long text many times counts each of its characters', async () => {
    const dims = i64([1], 30)
    const hash = { ...node('MurmurHash3', ['many'], ['y']), domain: 'com.microsoft' }
    const nodes = [node('Expand', ['x', 'dims'], ['many']), hash]
    const bytes = modelOf(nodes, { x: 'string' }, { y: 'uint32' }, { microsoft: 1, initializers: { dims } })
    const session = await js().open(bytes, { limits: { ...defaultLimits, elements: 1000 } })
    expect(session.runSync!({ x: text([1], 'a') })).toHaveProperty('y')
    expect(refusal(() => session.runSync!({ x: text([1], 'a'.repeat(10_000)) })).code).toBe('ERR_LIMIT')
    expect(refusal(() => session.runSync!({ x: text([1], 'a\ud800') })).code).toBe('ERR_TENSOR')
  })

  test('a product of integers of 64 bits counts for more than one of 32', async () => {
    const run = async (type: 'int32' | 'int64'): Promise<unknown> => {
      const bytes = modelOf([node('MatMul', ['x', 'x'], ['y'])], { x: type }, { y: type })
      const session = await js().open(bytes, { limits: { ...defaultLimits, elements: 1000 } })
      const data = type === 'int32' ? new Int32Array(576) : new BigInt64Array(576)
      return session.runSync!({ x: { type, dims: [24, 24], data } as Tensor })
    }
    expect(await run('int32')).toHaveProperty('y')
    expect((await rejection(run('int64'))).code).toBe('ERR_LIMIT')
  })

  test('a power of an integer counts the bits of the longest exponent', async () => {
    const bytes = modelOf([node('Pow', ['x', 'z'], ['y'])], { x: 'int64', z: 'int64' }, { y: 'int64' })
    const session = await js().open(bytes, { limits: { ...defaultLimits, elements: 1000 } })
    const [many, most] = [i64([100], ...new Array<number>(100).fill(3)), 2n ** 62n]
    const power = (...values: bigint[]): Tensor => ({
      type: 'int64',
      dims: [values.length],
      data: BigInt64Array.from(values),
    })
    expect((session.runSync!({ x: many, z: power(40n) })['y'] as Tensor).data[99]).toBe(
      12157665459056928801n - 2n ** 64n,
    )
    expect(session.runSync!({ x: i64([2], 3, -1), z: power(40n, -most) })).toEqual({
      y: power(12157665459056928801n - 2n ** 64n, 1n),
    })
    for (const exponent of [most, -most]) {
      expect(refusal(() => session.runSync!({ x: many, z: power(exponent) })).code).toBe('ERR_LIMIT')
    }
  })
})

type Attributes = Readonly<Record<string, AttributeDefinition>>

async function sessionOf(
  opType: string,
  inputs: readonly Tensor[],
  attributes: Attributes,
  type: Tensor['type'],
  opset?: number,
): Promise<Session> {
  const names = inputs.map((_, i) => `i${i}`)
  const ports = Object.fromEntries(inputs.map((tensor, i) => [`i${i}`, tensor.type]))
  return js().open(modelOf([node(opType, names, ['y'], attributes)], ports, { y: type }, opset ? { opset } : {}))
}

const feedsOf = (inputs: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(inputs.map((tensor, i) => [`i${i}`, tensor]))

describe('operators', () => {
  const big = 9007199254740993n
  test.each<[string, readonly Tensor[], Attributes, Tensor, number?]>([
    ['Add', [f32([2, 2], 1, 2, 3, 4), f32([2], 10, 20)], {}, f32([2, 2], 11, 22, 13, 24)],
    ['Add', [f64([2, 1], 1, 2), f64([1, 3], 10, 20, 30)], {}, f64([2, 3], 11, 21, 31, 12, 22, 32)],
    ['Add', [f64([2, 1, 2], 1, 2, 3, 4), f64([2, 1], 10, 20)], {}, f64([2, 2, 2], 11, 12, 21, 22, 13, 14, 23, 24)],
    ['Add', [f64([], 1), f64([0])], {}, f64([0])],
    ['Add', [f32([1], 16777216), f32([1], 1)], {}, f32([1], 16777216)],
    ['Add', [i32([1], 2147483647), i32([1], 1)], {}, i32([1], -2147483648)],
    ['Sub', [f32([2], 1, 2), f32([], 0.5)], {}, f32([2], 0.5, 1.5)],
    ['Sub', [i64([1], 1), i64([1], 3)], {}, i64([1], -2)],
    ['Mul', [f64([2], 3, -0), f64([2], 0.5, 2)], {}, f64([2], 1.5, -0)],
    ['Mul', [i32([1], 65537), i32([1], 65537)], {}, i32([1], 131073)],
    ['Div', [f64([3], 1, -1, 0), f64([], 0)], {}, f64([3], Infinity, -Infinity, NaN)],
    ['Div', [i32([2], 7, -7), i32([], 2)], {}, i32([2], 3, -3)],
    ['Div', [i64([2], 7, -7), i64([], 2)], {}, i64([2], 3, -3)],
    ['Neg', [f32([2], 0, -3)], {}, f32([2], -0, 3)],
    ['Neg', [i64([1], 5)], {}, i64([1], -5)],
    ['Relu', [f64([4], -1, 2, NaN, -0)], {}, f64([4], 0, 2, NaN, -0)],
    ['Sigmoid', [f64([3], 0, -1000, 1000)], {}, f64([3], 0.5, 0, 1)],
    ['Tanh', [f64([3], -0, 1000, -1000)], {}, f64([3], -0, 1, -1)],
    ['Softmax', [f64([2, 2], 0, 0, 1000, -1000)], {}, f64([2, 2], 0.5, 0.5, 1, 0)],
    ['Softmax', [f64([2, 2], 0, 5, 0, 5)], { axis: { int: 0 } }, f64([2, 2], 0.5, 0.5, 0.5, 0.5)],
    ['Softmax', [f64([2, 2, 1], 3, 3, 3, 3)], {}, f64([2, 2, 1], 1, 1, 1, 1)],
    ['Softmax', [f64([2, 2, 1], 3, 3, 3, 3)], {}, f64([2, 2, 1], 0.5, 0.5, 0.5, 0.5), 11],
    ['Softmax', [f64([1, 2], NaN, 1)], {}, f64([1, 2], NaN, NaN)],
    ['MatMul', [f64([2, 2], 1, 2, 3, 4), f64([2, 1], 10, 100)], {}, f64([2, 1], 210, 430)],
    ['MatMul', [f64([2], 1, 2), f64([2, 2], 1, 2, 3, 4)], {}, f64([2], 7, 10)],
    ['MatMul', [f64([2, 2], 1, 2, 3, 4), f64([2], 1, 10)], {}, f64([2], 21, 43)],
    ['MatMul', [f64([2], 1, 2), f64([2], 3, 4)], {}, f64([], 11)],
    ['MatMul', [f64([2, 1, 1], 2, 3), f64([2, 1, 2], 1, 10, 100, 1000)], {}, f64([2, 1, 2], 2, 20, 300, 3000)],
    ['MatMul', [f64([1, 1], 2), f64([2, 1, 1], 3, 4)], {}, f64([2, 1, 1], 6, 8)],
    ['MatMul', [f32([1, 3], 1e8, 1, -1e8), f32([3, 1], 1, 1, 1)], {}, f32([1, 1], 0)],
    ['MatMul', [f64([2, 0]), f64([0, 1])], {}, f64([2, 1], 0, 0)],
    ['Gemm', [f64([1, 2], 1, 2), f64([2, 1], 3, 4), f64([1], 100)], {}, f64([1, 1], 111)],
    [
      'Gemm',
      [f64([2, 1], 1, 2), f64([2, 2], 1, 2, 3, 4), f64([2], 1, 2)],
      { transA: { int: 1 }, transB: { int: 1 }, alpha: { float: 2 }, beta: { float: 0.5 } },
      f64([1, 2], 10.5, 23),
    ],
    ['Gemm', [f32([1, 1], 3), f32([1, 2], 1, 2)], {}, f32([1, 2], 3, 6)],
    ['Identity', [text([2], 'a', '')], {}, text([2], 'a', '')],
    ['Cast', [f64([4], 1.9, -1.9, 0, 3e9)], { to: { int: 6 } }, i32([4], 1, -1, 0, -2147483648)],
    [
      'Cast',
      [f32([2], 1.5, NaN)],
      { to: { int: 7 } },
      { type: 'int64', dims: [2], data: BigInt64Array.of(1n, -(2n ** 63n)) },
    ],
    ['Cast', [f64([4], 0, -0, NaN, 0.1)], { to: { int: 9 } }, bool([4], 0, 0, 1, 1)],
    ['Cast', [bool([2], 0, 1)], { to: { int: 1 } }, f32([2], 0, 1)],
    ['Cast', [f64([2], 0.1, 1e300)], { to: { int: 1 } }, f32([2], Math.fround(0.1), Infinity)],
    ['Cast', [f32([1], 0.1)], { to: { int: 11 } }, f64([1], 0.10000000149011612)],
    [
      'Cast',
      [{ type: 'int64', dims: [1], data: BigInt64Array.of(big) }],
      { to: { int: 11 } },
      f64([1], 9007199254740992),
    ],
    // 2^60 + 2^36 + 1 is above the middle of two float32 neighbours, and is on it once rounded to float64.
    [
      'Cast',
      [{ type: 'int64', dims: [1], data: BigInt64Array.of(2n ** 60n + 2n ** 36n + 1n) }],
      { to: { int: 1 } },
      f32([1], 2 ** 60 + 2 ** 37),
    ],
    ['Cast', [i64([2], 0, 2)], { to: { int: 9 } }, bool([2], 0, 1)],
    ['Cast', [i64([1], 4294967297)], { to: { int: 6 } }, i32([1], 1)],
    ['Reshape', [f32([2, 3], 1, 2, 3, 4, 5, 6), i64([2], 0, -1)], {}, f32([2, 3], 1, 2, 3, 4, 5, 6)],
    ['Reshape', [f32([4], 1, 2, 3, 4), i64([3], 2, -1, 1)], {}, f32([2, 2, 1], 1, 2, 3, 4)],
    ['Reshape', [f32([0, 2]), i64([1], 0)], { allowzero: { int: 1 } }, f32([0])],
    ['Flatten', [f32([2, 1, 2], 1, 2, 3, 4)], {}, f32([2, 2], 1, 2, 3, 4)],
    ['Flatten', [f32([2, 2], 1, 2, 3, 4)], { axis: { int: 0 } }, f32([1, 4], 1, 2, 3, 4)],
    ['Squeeze', [f32([1, 2, 1], 1, 2)], {}, f32([2], 1, 2)],
    ['Squeeze', [f32([1, 2, 1], 1, 2), i64([1], -1)], {}, f32([1, 2], 1, 2)],
    ['Squeeze', [f32([1, 2, 1], 1, 2)], { axes: { ints: [0] } }, f32([2, 1], 1, 2), 11],
    ['Unsqueeze', [f32([2], 1, 2), i64([2], 0, -1)], {}, f32([1, 2, 1], 1, 2)],
    ['Unsqueeze', [f32([2], 1, 2)], { axes: { ints: [1] } }, f32([2, 1], 1, 2), 11],
    ['Transpose', [text([1, 2], 'a', 'b')], {}, text([2, 1], 'a', 'b')],
    ['Transpose', [i32([1, 2, 2], 1, 2, 3, 4)], { perm: { ints: [2, 0, 1] } }, i32([2, 1, 2], 1, 3, 2, 4)],
    ['Concat', [f32([2, 1], 1, 2), f32([2, 2], 3, 4, 5, 6)], { axis: { int: -1 } }, f32([2, 3], 1, 3, 4, 2, 5, 6)],
    ['Concat', [text([1], 'a'), text([1], 'b')], { axis: { int: 0 } }, text([2], 'a', 'b')],
    ['ArgMax', [f32([2, 2], 1, 1, 0, 2)], { axis: { int: 1 } }, i64([2, 1], 0, 1)],
    [
      'ArgMax',
      [f32([1, 2], 1, 1)],
      { axis: { int: 1 }, select_last_index: { int: 1 }, keepdims: { int: 0 } },
      i64([1], 1),
    ],
    ['ArgMax', [f32([3], 1, NaN, 2)], {}, i64([1], 1)],
    ['ArgMax', [i64([2, 1], 1, 5)], {}, i64([1, 1], 1)],
    ['Gather', [f32([2, 2], 1, 2, 3, 4), i64([1], -1)], { axis: { int: 1 } }, f32([2, 1], 2, 4)],
    ['Gather', [text([2], 'a', 'b'), i32([2, 1], 1, 0)], {}, text([2, 1], 'b', 'a')],
    ['Slice', [f32([4], 1, 2, 3, 4), i64([1], 1), i64([1], -1)], {}, f32([2], 2, 3)],
    ['Slice', [f32([4], 1, 2, 3, 4), i64([1], -1), i64([1], -9), i64([1], 0), i64([1], -2)], {}, f32([2], 4, 2)],
    ['Slice', [f32([2, 2], 1, 2, 3, 4), i64([1], 1), i64([1], 99), i64([1], 1)], {}, f32([2, 1], 2, 4)],
    ['Slice', [f32([0]), i64([1], -1), i64([1], -9), i64([1], 0), i64([1], -1)], {}, f32([0])],
  ])('%s, case %#', async (opType, inputs, attributes, wanted, opset) => {
    const session = await sessionOf(opType, inputs, attributes, wanted.type, opset)
    expect(session.runSync!(feedsOf(inputs))).toEqual({ y: wanted })
  })

  test.each<[string, readonly Tensor[], Attributes]>([
    ['Add', [f32([2], 1, 2), f32([3], 1, 2, 3)], {}],
    ['Div', [i32([1], 1), i32([1], 0)], {}],
    ['Div', [i64([1], 1), i64([1], 0)], {}],
    ['MatMul', [f32([1, 2], 1, 2), f32([3, 1], 1, 2, 3)], {}],
    ['MatMul', [f32([], 1), f32([1], 1)], {}],
    ['Gemm', [f32([1, 2], 1, 2), f32([3, 1], 1, 2, 3)], {}],
    ['Gemm', [f32([2], 1, 2), f32([2, 1], 1, 2)], {}],
    ['Gemm', [f32([1, 1], 1), f32([1, 1], 1), f32([2], 1, 2)], {}],
    ['Softmax', [f32([2], 1, 2)], { axis: { int: 1 } }],
    ['Reshape', [f32([4], 1, 2, 3, 4), i64([1], 3)], {}],
    ['Reshape', [f32([4], 1, 2, 3, 4), i64([2], -1, -1)], {}],
    ['Reshape', [f32([4], 1, 2, 3, 4), i64([2], -1, 3)], {}],
    ['Reshape', [f32([4], 1, 2, 3, 4), i64([2], 4, 0)], {}],
    ['Reshape', [f32([1], 1), i64([33], ...new Array<number>(33).fill(1))], {}],
    ['Squeeze', [f32([2], 1, 2), i64([1], 0)], {}],
    ['Unsqueeze', [f32([2], 1, 2), i64([2], 0, 0)], {}],
    ['Transpose', [f32([2], 1, 2)], { perm: { ints: [1, 0] } }],
    ['Concat', [f32([1, 2], 1, 2), f32([1, 3], 1, 2, 3)], { axis: { int: 0 } }],
    ['ArgMax', [f32([0, 2])], {}],
    ['Gather', [f32([2], 1, 2), i64([1], 2)], {}],
    ['Slice', [f32([2], 1, 2), i64([1], 0), i64([1], 2), i64([1], 0), i64([1], 0)], {}],
    ['Slice', [f32([2], 1, 2), i64([2], 0, 0), i64([2], 2, 2), i64([2], 0, -1)], {}],
  ])('%s refuses what does not fit, case %#', async (opType, inputs, attributes) => {
    const type = opType === 'ArgMax' ? 'int64' : inputs[0]!.type
    const session = await sessionOf(opType, inputs, attributes, type)
    const refused = refusal(() => session.runSync!(feedsOf(inputs)))
    expect(refused).toMatchObject({ code: 'ERR_TENSOR', at: 'model.onnx#/node/0' })
  })

  test.each<[string, AttributeDefinition, Tensor]>([
    ['value', { tensor: f64([1, 1], 3) }, f64([1, 1], 3)],
    ['value_float', { float: NaN }, f32([], NaN)],
    ['value_floats', { floats: [1, 2] }, f32([2], 1, 2)],
    ['value_int', { int: -4 }, i64([], -4)],
    ['value_ints', { ints: [1, 2] }, i64([2], 1, 2)],
    ['value_string', { string: '' }, text([], '')],
    ['value_strings', { strings: ['a'] }, text([1], 'a')],
  ])('Constant has %s', async (name, attribute, wanted) => {
    const session = await sessionOf('Constant', [], { [name]: attribute }, wanted.type)
    expect(session.runSync!({})).toEqual({ y: wanted })
  })
})

describe('products', () => {
  /** Sums in ascending k, each operation rounded by `round`. */
  function product(a: number[], b: number[], m: number, k: number, n: number, round: (x: number) => number): number[] {
    const out: number[] = []
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let q = 0; q < k; q++) sum = round(sum + round(a[i * k + q]! * b[q * n + j]!))
        out.push(sum)
      }
    }
    return out
  }

  test.each([1, 2, 3, 5, 9].flatMap((m) => [1, 2, 4, 7, 8, 11, 12].map((n) => [m, n] as const)))(
    '%i rows by %i columns have the bits of the plain sum, float64 and float32',
    async (m, n) => {
      const k = 13
      const a = Array.from({ length: m * k }, (_, i) => ((i * 7919) % 101) / 7 - 6)
      const b = Array.from({ length: k * n }, (_, i) => ((i * 104729) % 97) / 3 - 15)
      for (const [make, round] of [
        [f64, (x: number) => x],
        [f32, Math.fround],
      ] as const) {
        const x = make([m, k], ...a)
        const w = make([k, n], ...b)
        const wanted = product(Array.from(x.data as Float64Array), Array.from(w.data as Float64Array), m, k, n, round)
        const fed = await sessionOf('MatMul', [x, w], {}, x.type)
        expect(fed.runSync!({ i0: x, i1: w })).toEqual({ y: make([m, n], ...wanted) })
        const fixed = await js().open(
          modelOf([node('Gemm', ['x', 'w'], ['y'])], { x: x.type }, { y: x.type }, { initializers: { w } }),
        )
        expect(fixed.runSync!({ x })).toEqual({ y: make([m, n], ...wanted) })
      }
    },
  )
})

test('damaged models are refused or run, and nothing else comes out', async () => {
  const model = modelOf(
    [node('Gemm', ['x', 'w'], ['h']), node('Softmax', ['h'], ['p']), node('Slice', ['p', 's', 'e'], ['y'])],
    { x: 'float64' },
    { y: 'float64' },
    { initializers: { w: f64([2, 3], 1, 2, 3, 4, 5, 6), s: i64([1], 0), e: i64([1], 1) } },
  )
  const limits = { ...defaultLimits, elements: 100_000 }
  let seed = 7
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 4294967296) * below)
  }
  let opened = 0
  for (let i = 0; i < 5000; i++) {
    const damaged = model.slice()
    damaged[random(damaged.length)] = random(256)
    try {
      const session = await js().open(damaged, { limits })
      opened++
      session.runSync!({ x: f64([1, 2], 1, 2) })
    } catch (error) {
      expect(error).toHaveProperty('name', 'BundleError')
    }
  }
  expect(opened).toBeGreaterThan(100)
})
