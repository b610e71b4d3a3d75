import { expect, test } from 'vitest'
import { js } from '../src/js.js'
import { encodeProto } from './onnx-proto.js'
import { rejection } from './onnx-model.js'

type Dims = readonly (number | string)[] | null

const codes = { float32: 1, int64: 7, bool: 9 } as const
const port = (name: string, dims: Dims, type: keyof typeof codes = 'float32'): object => {
  const shape = dims && { dim: dims.map((d) => (typeof d === 'number' ? { dim_value: d } : { dim_param: d })) }
  return { name, type: { tensor_type: { elem_type: codes[type], ...(shape && { shape }) } } }
}
const int64s = (name: string, ...values: number[]): object => ({
  name,
  data_type: 7,
  dims: [values.length],
  int64_data: values,
})
const floats = (name: string, ...dims: number[]): object => ({
  name,
  data_type: 1,
  dims,
  float_data: new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(1),
})
const node = (op_type: string, input: string[], output: string[], attribute: object[] = []): object => ({
  op_type,
  input,
  output,
  attribute,
})
const int = (name: string, i: number): object => ({ name, type: 2, i })
const body = (name: string, g: object): object => ({ name, type: 5, g })
const graph = (nodes: object[], input: object[], output: object[], initializer: object[] = []): object => ({
  name: 'g',
  node: nodes,
  input,
  output,
  initializer,
})
const model = (of: object, version: number = 21): Uint8Array =>
  encodeProto('ModelProto', { ir_version: 10, opset_import: [{ domain: '', version }], graph: of })

test('sizes of results that the model does not state are known when it is opened', async () => {
  const nodes = [
    node('Gemm', ['x', 'w'], ['h']),
    node('Relu', ['h'], ['r']),
    node('Concat', ['r', 'x'], ['c'], [int('axis', 1)]),
    node('Transpose', ['c'], ['t']),
    node('ReduceMean', ['c', 'last'], ['m']),
    node('Reshape', ['c', 'to'], ['s']),
  ]
  const outputs = ['c', 't', 'm', 's', 'u'].map((name) => port(name, null))
  const given = [floats('w', 4, 3), int64s('last', -1), int64s('to', 0, 1, -1)]
  const unknown = node('Reshape', ['c', 'shape'], ['u'])
  const inputs = [port('x', ['rows', 4]), port('shape', [2], 'int64')]
  const session = await js().open(model(graph([...nodes, unknown], inputs, outputs, given)))
  expect(Object.fromEntries(session.outputs.map(({ name, dims }) => [name, dims]))).toEqual({
    c: [-1, 7],
    t: [7, -1],
    m: [-1, 1],
    s: [-1, 1, 7],
    u: [-1, -1],
  })
})

test('what is stated of a result counts where nothing is known, not against what is', async () => {
  const open = async (dims: Dims): Promise<unknown> =>
    (await js().open(model(graph([node('Relu', ['x'], ['y'])], [port('x', ['rows', 4])], [port('y', dims)]))))
      .outputs[0]!.dims
  expect(await open([8, 'columns'])).toEqual([8, 4])
  expect(await open([8, 5])).toEqual([8, 4])
  expect(await open([8])).toEqual([-1, 4])
})

test.each([
  ['Gemm', ['x', 'w'], []],
  ['MatMul', ['x', 'w'], []],
  ['Add', ['x', 'w'], []],
  ['Concat', ['x', 'w'], [int('axis', 0)]],
  ['Flatten', ['x'], [int('axis', 3)]],
  ['Transpose', ['x'], [{ name: 'perm', type: 7, ints: [0, 1, 2] }]],
  ['Reshape', ['w', 'to'], []],
  ['Squeeze', ['x', 'last'], []],
])('%s of sizes that can never fit is refused when the model is opened', async (name, input, attributes) => {
  const given = [floats('w', 5, 3), int64s('to', 4, 4), int64s('last', -1)]
  const nodes = [node('Relu', ['w'], ['v']), node(name, input, ['y'], attributes)]
  const of = graph(nodes, [port('x', ['rows', 4])], [port('y', null), port('v', null)], given)
  const { code, at } = await rejection(js().open(model(of)))
  expect([code, at]).toEqual(['ERR_ONNX_INVALID', 'model.onnx#/node/1'])
})

test('a branch of sizes that can never fit is refused where it runs', async () => {
  const branch = (nodes: object[]): object => graph(nodes, [], [port('b', null)])
  const squeeze = branch([node('Squeeze', ['x', 'last'], ['b'])])
  const pass = branch([node('Identity', ['x'], ['b'])])
  const choose = (condition: string): object =>
    node('If', [condition], ['y'], [body('then_branch', squeeze), body('else_branch', pass)])
  const inputs = [port('x', ['rows', 4]), port('c', [], 'bool')]
  const session = await js().open(model(graph([choose('c')], inputs, [port('y', null)], [int64s('last', -1)])))
  const x = { type: 'float32', dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) } as const
  const c = (value: number): { type: 'bool'; dims: []; data: Uint8Array } => ({
    type: 'bool',
    dims: [],
    data: Uint8Array.of(value),
  })
  expect(session.runSync!({ x, c: c(0) })).toEqual({ y: x })
  await expect(session.run({ x, c: c(1) })).rejects.toMatchObject({ code: 'ERR_TENSOR' })
})

test('the shape of what is of known sizes is a constant, by which a branch is chosen', async () => {
  const branch = (op: string): object => graph([node(op, ['x'], ['b'])], [], [port('b', null)])
  const nodes = [
    node('Shape', ['x'], ['s']),
    node('Gather', ['s', 'at'], ['d']),
    node('Equal', ['d', 'four'], ['c']),
    node('If', ['c'], ['y'], [body('then_branch', branch('Relu')), body('else_branch', branch('NoSuchOperator'))]),
  ]
  const given = [int64s('at', 1), int64s('four', 4)]
  const of = (dims: Dims): Uint8Array => model(graph(nodes, [port('x', dims)], [port('y', null)], given))
  const session = await js().open(of([1, 4]))
  expect(session.outputs[0]!.dims).toEqual(null)
  const x = { type: 'float32', dims: [1, 4], data: Float32Array.of(-1, 2, -3, 4) } as const
  expect(session.runSync!({ x }).y).toMatchObject({ dims: [1, 4], data: Float32Array.of(0, 2, 0, 4) })
  // Of another size, or of any, the other branch counts too.
  expect((await rejection(js().open(of([1, 5])))).code).toBe('ERR_ONNX_UNSUPPORTED')
  expect((await rejection(js().open(of(['rows', 4])))).code).toBe('ERR_ONNX_UNSUPPORTED')
})

test('a result of known sizes beyond what a call may make is refused when the model is opened', async () => {
  const nodes = [node('Tile', ['x', 'times'], ['y'])]
  const of = graph(nodes, [port('x', [1000, 1000])], [port('y', null)], [int64s('times', 1000, 1000)])
  const { code, at } = await rejection(js().open(model(of)))
  expect([code, at]).toEqual(['ERR_LIMIT', 'model.onnx#/node/0'])
})

test('a hostile model takes no time and no memory for shapes that no tensor has', async () => {
  const many = Array.from({ length: 60_000 }, (_, i) => i)
  const given = [int64s('axes', ...many), int64s('start', 0), int64s('two', 0, 1)]
  const x = port('x', [1, 1], 'int64')
  const doubling = Array.from({ length: 30 }, (_, i) => node('Gather', [`x${i || ''}`, `x${i || ''}`], [`x${i + 1}`]))
  for (const nodes of [
    doubling, // from 2 axes to 2 ** 30
    [node('Unsqueeze', ['x', 'axes'], ['x30'])],
    [node('Reshape', ['x', 'axes'], ['x30'])],
    [node('Slice', ['x', 'start', 'start', 'two'], ['x30'])],
  ]) {
    const session = await js().open(model(graph(nodes, [x], [port('x30', null, 'int64')], given)))
    expect(session.outputs[0]!.dims ?? []).not.toContain(NaN)
    expect(session.outputs[0]!.dims?.length ?? 0).toBeLessThanOrEqual(32)
    const feed = { type: 'int64', dims: [1, 1], data: BigInt64Array.of(0n) } as const
    await expect(session.run({ x: feed })).rejects.toMatchObject({ name: 'BundleError' })
  }
})
