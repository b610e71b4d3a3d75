import { describe, expect, test } from 'vitest'
import { allKernels, functions } from '../src/backends/js/kernels/index.js'
import { jsBackend } from '../src/backends/js/session.js'
import { js } from '../src/js.js'
import { defaultLimits } from '../src/limits.js'
import type { Tensor, Value } from '../src/backends/backend.js'
import { bool, f32, i64, modelOf, node as named, refusal, rejection, text, type Ports } from './onnx-model.js'
import { encodeProto } from './onnx-proto.js'

const codes = { float32: 1, int64: 7, string: 8, bool: 9 } as const
type Codes = keyof typeof codes
const port = (name: string, type: Codes): object => ({ name, type: { tensor_type: { elem_type: codes[type] } } })
const ports = (types: Ports): object[] => Object.entries(types).map(([name, type]) => port(name, type as Codes))
const node = (op_type: string, input: string[], output: string[], attribute: object[] = [], domain = ''): object => ({
  op_type,
  input,
  output,
  attribute,
  domain,
})
const graphOf = (nodes: object[], inputs: Ports, outputs: Ports, more: object = {}): object => ({
  name: 'g',
  node: nodes,
  input: ports(inputs),
  output: ports(outputs),
  ...more,
})
const body = (name: string, g: object): object => ({ name, type: 5, g })
const int = (name: string, i: number): object => ({ name, type: 2, i })
const model = (graph: object, more: object = {}): Uint8Array =>
  encodeProto('ModelProto', { ir_version: 10, opset_import: [{ domain: '', version: 21 }], graph, ...more })

async function run(bytes: Uint8Array, feeds: Record<string, Value>): Promise<Record<string, Value>> {
  return (await js().open(bytes)).runSync!(feeds)
}

test('a recurrent operator takes nothing for rows of no steps before they are counted', async () => {
  const attributes = [int('hidden_size', 1)]
  const inputs = { x: 'float32', w: 'float32', r: 'float32' } as const
  const session = await js().open(
    model(graphOf([node('GRU', ['x', 'w', 'r'], ['y'], attributes)], inputs, { y: 'float32' })),
  )
  const feeds = { x: f32([0, 2 ** 33, 1]), w: f32([1, 3, 1], 1, 1, 1), r: f32([1, 3, 1], 1, 1, 1) }
  expect(refusal(() => session.runSync!(feeds)).code).toBe('ERR_LIMIT')
})

test('rows without elements: Scan and SplitToSequence take as many as a tensor may have, TensorScatter goes through none', async () => {
  const opset = (version: number): object => ({ opset_import: [{ domain: '', version }] })
  const pass = graphOf([node('Identity', ['a'], ['b'])], { a: 'float32' }, { b: 'float32' })
  const scan = node('Scan', ['', 'x'], ['y'], [body('body', pass), int('num_scan_inputs', 1)])
  const scans = await js().open(model(graphOf([scan], { x: 'float32' }, { y: 'float32' }), opset(8)))
  expect(refusal(() => scans.runSync!({ x: f32([2 ** 33, 0, 1]) })).code).toBe('ERR_LIMIT')
  const scatter = node('TensorScatter', ['x', 'u'], ['y'], [int('axis', 1)])
  const scatters = await js().open(
    model(graphOf([scatter], { x: 'float32', u: 'float32' }, { y: 'float32' }), opset(24)),
  )
  const none = f32([2 ** 33, 0, 1])
  expect(scatters.runSync!({ x: none, u: none })).toEqual({ y: none })
  const parts = [node('SplitToSequence', ['x'], ['s']), node('SequenceLength', ['s'], ['n'])]
  const splits = await js().open(model(graphOf(parts, { x: 'float32' }, { n: 'int64' })))
  expect(refusal(() => splits.runSync!({ x: none })).code).toBe('ERR_LIMIT')
})

describe('graphs in nodes', () => {
  const branch = (op: string): object => graphOf([node(op, ['x', 'w'], ['r'])], {}, { r: 'float32' })
  const choose = model(
    graphOf(
      [node('If', ['c'], ['y'], [body('then_branch', branch('Add')), body('else_branch', branch('Sub'))])],
      { c: 'bool', x: 'float32', w: 'float32' },
      { y: 'float32' },
    ),
  )
  test('a node comes after what its graphs use', async () => {
    const late = [node('Identity', ['v'], ['w']), node('Identity', ['v'], ['x'])]
    const branches = [body('then_branch', branch('Add')), body('else_branch', branch('Sub'))]
    const nodes = [node('If', ['c'], ['y'], branches), ...late]
    const bytes = model(graphOf(nodes, { c: 'bool', v: 'float32' }, { y: 'float32' }))
    expect(await run(bytes, { c: bool([], 1), v: f32([1], 2) })).toEqual({ y: f32([1], 4) })
  })

  test('If runs one branch, on values from around it', async () => {
    const feeds = { x: f32([2], 5, 7), w: f32([1], 2) }
    expect(await run(choose, { ...feeds, c: bool([], 1) })).toEqual({ y: f32([2], 7, 9) })
    expect(await run(choose, { ...feeds, c: bool([], 0) })).toEqual({ y: f32([2], 3, 5) })
  })
  test('of an If whose condition is known, the other branch need not run', async () => {
    const rest = [node('Abs', ['x'], ['h']), node('Neg', ['h'], ['r'])]
    const chosen = graphOf(rest, {}, { r: 'float32' })
    const wrong = graphOf([node('ImageDecoder', ['x'], ['r'])], {}, { r: 'float32' })
    const choice = (known: number, yes: object, no: object): Uint8Array =>
      model(
        graphOf(
          [node('If', ['c'], ['y'], [body('then_branch', yes), body('else_branch', no)])],
          { x: 'float32' },
          { y: 'float32' },
          { initializer: [{ name: 'c', data_type: 9, int32_data: [known] }] },
        ),
      )
    const feeds = { x: f32([1], 2) }
    expect(await run(choice(1, chosen, wrong), feeds)).toEqual({ y: f32([1], -2) })
    expect(await run(choice(0, wrong, chosen), feeds)).toEqual({ y: f32([1], -2) })
    const refused = await rejection(js().open(choice(1, wrong, chosen)))
    expect(refused.code).toBe('ERR_ONNX_UNSUPPORTED')
    const without = node('If', ['c'], ['y'], [body('then_branch', chosen)])
    const more = { initializer: [{ name: 'c', data_type: 9, int32_data: [1] }] }
    const half = model(graphOf([without], { x: 'float32' }, { y: 'float32' }, more))
    expect((await rejection(js().open(half))).code).toBe('ERR_ONNX_INVALID')
  })
  test('a constant that fails in a branch fails where the branch runs', async () => {
    const wrong = graphOf([node('Reshape', ['k', 'two'], ['r'])], {}, { r: 'float32' })
    const right = graphOf([node('Neg', ['x'], ['r'])], {}, { r: 'float32' })
    const initializer = [
      { name: 'k', data_type: 1, dims: [3], float_data: [1, 2, 3] },
      { name: 'two', data_type: 7, dims: [1], int64_data: [2] },
    ]
    const choice = node('If', ['c'], ['y'], [body('then_branch', wrong), body('else_branch', right)])
    const bytes = model(graphOf([choice], { c: 'bool', x: 'float32' }, { y: 'float32' }, { initializer }))
    const session = await js().open(bytes)
    const x = f32([1], 2)
    expect(session.runSync!({ c: bool([], 0), x })).toEqual({ y: f32([1], -2) })
    expect(refusal(() => session.runSync!({ c: bool([], 1), x }))).toMatchObject({
      code: 'ERR_TENSOR',
      at: 'model.onnx#/node/0/attribute/then_branch/node/0',
    })
    const outside = model(graphOf([node('Reshape', ['k', 'two'], ['y'])], {}, { y: 'float32' }, { initializer }))
    expect((await rejection(js().open(outside))).code).toBe('ERR_ONNX_INVALID')
  })
  const counting = graphOf(
    [node('Add', ['s', 'w'], ['s2']), node('Less', ['s2', 'limit'], ['go']), node('Identity', ['s2'], ['each'])],
    { i: 'int64', before: 'bool', s: 'float32' },
    { go: 'bool', s2: 'float32', each: 'float32' },
  )
  const loop = (inputs: string[]): Uint8Array =>
    model(
      graphOf(
        [node('Loop', inputs, ['last', 'all'], [body('body', counting)])],
        { n: 'int64', c: 'bool', s0: 'float32', w: 'float32', limit: 'float32' },
        { last: 'float32', all: 'float32' },
      ),
    )
  const feeds = { n: i64([], 10), c: bool([], 1), s0: f32([1], 1), w: f32([1], 2), limit: f32([1], 6) }
  test('Loop ends by its condition, by its count, or before it begins', async () => {
    expect(await run(loop(['n', 'c', 's0']), feeds)).toEqual({ last: f32([1], 7), all: f32([3, 1], 3, 5, 7) })
    const two = { ...feeds, n: i64([], 2) }
    expect(await run(loop(['n', 'c', 's0']), two)).toEqual({ last: f32([1], 5), all: f32([2, 1], 3, 5) })
    expect((await run(loop(['n', 'c', 's0']), { ...feeds, c: bool([], 0) }))['last']).toEqual(f32([1], 1))
  })
  test('a loop without end is stopped', async () => {
    const limits = { ...defaultLimits, elements: 1000 }
    const session = await js().open(loop(['', '', 's0']), { limits })
    const endless = { ...feeds, w: f32([1], 0) }
    expect(refusal(() => session.runSync!(endless)).code).toBe('ERR_LIMIT')
  })
  const doubling = graphOf(
    [node('Add', ['w', 'w'], ['each']), node('Identity', ['before'], ['go'])],
    { i: 'int64', before: 'bool' },
    { go: 'bool', each: 'float32' },
  )
  const doublings = (inputs: string[]): Uint8Array =>
    model(
      graphOf(
        [node('Loop', inputs, ['all'], [body('body', doubling)])],
        { n: 'int64', w: 'float32' },
        { all: 'float32' },
      ),
    )
  test('what a body takes from around it is found behind inputs that are few or left out', async () => {
    const given = { n: i64([], 2), w: f32([1], 3) }
    for (const inputs of [['n'], ['n', ''], ['n', '', '']]) {
      if (inputs.length < 3) expect(await run(doublings(inputs), given)).toEqual({ all: f32([2, 1], 6, 6) })
      else expect((await rejection(js().open(doublings(inputs)))).code).toBe('ERR_ONNX_INVALID')
    }
    const bodies = [body('then_branch', branch('Add')), body('else_branch', branch('Sub'))]
    const padded = model(
      graphOf([node('If', ['c', ''], ['y'], bodies)], { c: 'bool', x: 'float32', w: 'float32' }, { y: 'float32' }),
    )
    const outcome = await js()
      .open(padded)
      .then((session) => session.runSync!({ c: bool([], 1), x: f32([1], 5), w: f32([1], 2) }), String)
    expect(outcome).toEqual({ y: f32([1], 7) })
  })
  test('what a body takes from around it stays as it is in each round, and after the loop', async () => {
    const inner = [
      node('Abs', ['a'], ['p']),
      node('Neg', ['p'], ['q']),
      node('Add', ['s', 'a'], ['next']),
      node('Add', ['q', 's'], ['each']),
      node('Identity', ['before'], ['go']),
    ]
    const rounds = graphOf(
      inner,
      { i: 'int64', before: 'bool', s: 'float32' },
      { go: 'bool', next: 'float32', each: 'float32' },
    )
    const nodes = [
      node('Neg', ['x'], ['a']),
      node('Abs', ['a'], ['s0']),
      node('Loop', ['n', '', 's0'], ['last', 'all'], [body('body', rounds)]),
      node('Neg', ['last'], ['t']),
      node('Add', ['t', 'a'], ['y']),
    ]
    const looped = model(graphOf(nodes, { n: 'int64', x: 'float32' }, { y: 'float32', all: 'float32' }))
    const answers = await run(looped, { n: i64([], 3), x: f32([2], 1, -2) })
    expect(answers).toEqual({ y: f32([2], 1, -6), all: f32([3, 2], 0, 0, -1, 2, -2, 4) })
  })
  test('a loop without end and without inputs is stopped', async () => {
    const limits = { ...defaultLimits, elements: 1000 }
    const session = await js().open(doublings([]), { limits })
    expect(refusal(() => session.runSync!({ n: i64([], 0), w: f32([1], 3) })).code).toBe('ERR_LIMIT')
  })
  test('Scan goes along an axis, in both directions', async () => {
    const sum = graphOf(
      [node('Add', ['s', 'x'], ['s2']), node('Identity', ['s2'], ['o'])],
      { s: 'float32', x: 'float32' },
      { s2: 'float32', o: 'float32' },
    )
    const scan = (more: object[]): Uint8Array =>
      model(
        graphOf(
          [node('Scan', ['s0', 'x'], ['last', 'all'], [body('body', sum), int('num_scan_inputs', 1), ...more])],
          { s0: 'float32', x: 'float32' },
          { last: 'float32', all: 'float32' },
        ),
      )
    const given = { s0: f32([2], 0, 0), x: f32([2, 2], 1, 2, 3, 4) }
    expect(await run(scan([]), given)).toEqual({ last: f32([2], 4, 6), all: f32([2, 2], 1, 2, 4, 6) })
    const back = scan([
      { name: 'scan_input_directions', type: 7, ints: [1] },
      { name: 'scan_input_axes', type: 7, ints: [1] },
    ])
    expect(await run(back, given)).toEqual({ last: f32([2], 3, 7), all: f32([2, 2], 2, 4, 3, 7) })
  })
  test.each<[string, object]>([
    ['a type that is not what comes in', graphOf([], { x: 'float32' }, { x: 'float32' })],
    ['a name that nothing makes', graphOf([node('Identity', ['none'], ['o'])], {}, { o: 'float32' })],
    ['no output', graphOf([], {}, {})],
  ])('refuses a branch with %s', async (_, inner) => {
    const bytes = model(
      graphOf(
        [node('If', ['c'], ['y'], [body('then_branch', inner), body('else_branch', inner)])],
        { c: 'bool' },
        { y: 'float32' },
      ),
    )
    expect((await rejection(js().open(bytes))).code).toBe('ERR_ONNX_INVALID')
  })
  test('graphs nest to a depth', async () => {
    let inner = graphOf([], {}, { w: 'float32' })
    for (let i = 0; i < 9; i++) {
      const branches = [body('then_branch', inner), body('else_branch', inner)]
      inner = graphOf([node('If', ['c'], [`r${i}`], branches)], {}, { [`r${i}`]: 'float32' })
    }
    const { node: nodes, output } = inner as { node: object[]; output: object[] }
    const bytes = model({ name: 'g', node: nodes, output, input: ports({ c: 'bool', w: 'float32' }) })
    expect((await rejection(js().open(bytes))).code).toBe('ERR_LIMIT')
  })
})

describe('functions', () => {
  const call = (input: string[], output: string[], attribute: object[] = []): object =>
    node('f', input, output, attribute, 'own')
  const withFunctions = (nodes: object[], functions: object[]): Uint8Array =>
    model(graphOf(nodes, { x: 'float32' }, { y: 'float32' }), {
      functions,
      opset_import: [
        { domain: '', version: 21 },
        { domain: 'own', version: 1 },
      ],
    })
  const f = {
    name: 'f',
    domain: 'own',
    input: ['a'],
    output: ['b'],
    node: [
      node('Constant', [], ['two'], [{ name: 'value_float', type: 1, ref_attr_name: 'step' }]),
      node('Add', ['a', 'two'], ['b']),
    ],
    attribute_proto: [{ name: 'step', type: 1, f: 2 }],
    opset_import: [{ domain: '', version: 13 }],
  }
  test('are their nodes, under names of their own', async () => {
    const twice = withFunctions([call(['x'], ['two']), call(['two'], ['y'], [{ name: 'step', type: 1, f: 5 }])], [f])
    expect(await run(twice, { x: f32([1], 1) })).toEqual({ y: f32([1], 8) })
  })
  test('are refused where nothing inlines them', async () => {
    const bytes = withFunctions([call(['x'], ['y'])], [f])
    expect(await rejection(jsBackend(allKernels).open(bytes))).toMatchObject({
      code: 'ERR_ONNX_UNSUPPORTED',
      message: expect.stringContaining('skewless/kernels') as string,
    })
    expect((await jsBackend(allKernels, functions).open(bytes)).inputs).toHaveLength(1)
  })
  const calling = (name: string, inner: string): object => ({
    ...f,
    name,
    node: [node(inner, ['a'], ['c'], [], 'own'), node(inner, ['c'], ['b'], [], 'own')],
    attribute_proto: [],
    opset_import: [{ domain: 'own', version: 1 }],
  })
  test.each<[string, object[], object[], string]>([
    ['itself', [call(['x'], ['y'])], [calling('f', 'f')], 'ERR_ONNX_INVALID'],
    ['one twice', [call(['x'], ['y'])], [f, f], 'ERR_ONNX_INVALID'],
    ['one of ai.onnx', [call(['x'], ['y'])], [{ ...f, domain: '' }], 'ERR_ONNX_INVALID'],
    ['another attribute', [call(['x'], ['y'], [int('other', 1)])], [f], 'ERR_ONNX_INVALID'],
    ['too many inputs', [call(['x', 'x'], ['y'])], [f], 'ERR_ONNX_INVALID'],
    [
      'a number of calls that doubles',
      [node('g30', ['x'], ['y'], [], 'own')],
      Array.from({ length: 31 }, (_, i) => calling(`g${i}`, i === 0 ? 'none' : `g${i - 1}`)),
      'ERR_LIMIT',
    ],
  ])('refuses %s', async (_, nodes, functions, code) => {
    expect((await rejection(js().open(withFunctions(nodes, functions)))).code).toBe(code)
  })
})

test('an import that says the same again is taken', async () => {
  const graph = graphOf([node('Identity', ['x'], ['y'])], { x: 'float32' }, { y: 'float32' })
  const bytes = model(graph, { opset_import: [{ version: 21 }, { domain: 'ai.onnx', version: 21 }] })
  expect(await run(bytes, { x: f32([1], 1) })).toEqual({ y: f32([1], 1) })
})

describe('maps', () => {
  const map = { name: 'x', type: { map_type: { key_type: 8, value_type: { tensor_type: { elem_type: 7 } } } } }
  const bytes = encodeProto('ModelProto', {
    ir_version: 10,
    opset_import: [{ domain: 'ai.onnx.ml', version: 1 }],
    graph: {
      name: 'g',
      node: [
        node(
          'DictVectorizer',
          ['x'],
          ['y'],
          [
            {
              name: 'string_vocabulary',
              type: 8,
              strings: ['a', '__proto__'].map((text) => new TextEncoder().encode(text)),
            },
          ],
          'ai.onnx.ml',
        ),
      ],
      input: [map],
      output: [port('y', 'int64')],
    },
  })
  test('are fed as Maps', async () => {
    const answers = await run(bytes, { x: new Map([['__proto__', 3n]]) })
    expect(answers['y']).toEqual(i64([1, 2], 0, 3) satisfies Tensor)
  })
  const castMap = (of: 1 | 8, to: string, more: object[] = []): Uint8Array =>
    encodeProto('ModelProto', {
      ir_version: 10,
      opset_import: [{ domain: 'ai.onnx.ml', version: 1 }],
      graph: {
        name: 'g',
        node: [node('CastMap', ['x'], ['y'], [attributeOf('cast_to', to), ...more], 'ai.onnx.ml')],
        input: [{ name: 'x', type: { map_type: { key_type: 7, value_type: { tensor_type: { elem_type: of } } } } }],
        output: [{ name: 'y' }],
      },
    })
  const attributeOf = (name: string, value: string): object => ({ name, type: 3, s: new TextEncoder().encode(value) })
  test('SPARSE has nothing where no key is', async () => {
    const sparse = [attributeOf('map_form', 'SPARSE'), int('max_map', 4)]
    const x = new Map([
      [2n, 0.5],
      [0n, 3],
    ]) as Value
    expect(await run(castMap(1, 'TO_FLOAT', sparse), { x })).toEqual({ y: f32([1, 4], 3, 0, 0.5, 0) })
    expect(await run(castMap(1, 'TO_STRING', sparse), { x })).toEqual({
      y: text([1, 4], '3.000000', '', '0.500000', ''),
    })
  })
  const mapOf = (...values: (number | string)[]): Value =>
    new Map(values.map((value, i) => [BigInt(values.length - i), value])) as Value
  test('are cast: numbers to texts of six decimals, texts to numbers', async () => {
    // What printf("%f") makes of them; the halves go to even digits.
    const numbers = [-1, 3, -0, NaN, Infinity, -Infinity, 1 / 128, 3 / 128, -5 / 128, 1e-7, 123456.125, 2 ** 100]
    const texts = [
      '-1.000000',
      '3.000000',
      '-0.000000',
      'nan',
      'inf',
      '-inf',
      '0.007812',
      '0.023438',
      '-0.039062',
      '0.000000',
      '123456.125000',
      '1267650600228229401496703205376.000000',
    ]
    expect(await run(castMap(1, 'TO_STRING'), { x: mapOf(...numbers) })).toEqual({
      y: text([1, 12], ...texts.toReversed()),
    })
    // What a map of float32 can't hold is rounded when it is fed.
    expect(await run(castMap(1, 'TO_STRING'), { x: mapOf(2 ** 24 + 1) })).toEqual({
      y: text([1, 1], '16777216.000000'),
    })
    expect(await run(castMap(8, 'TO_STRING'), { x: mapOf('3', '-1.0f') })).toEqual({ y: text([1, 2], '-1.0f', '3') })
    expect(await run(castMap(8, 'TO_FLOAT'), { x: mapOf('-3.0f', '2', 'inf', '1e1f') })).toEqual({
      y: f32([1, 4], 10, Infinity, 2, -3),
    })
    for (const wrong of ['', 'f', '1ff', '1 f', '1F', '0x1f']) {
      const session = await js().open(castMap(8, 'TO_FLOAT'))
      expect(refusal(() => session.runSync!({ x: mapOf(wrong) })).code).toBe('ERR_TENSOR')
    }
  })
  test.each<[string, unknown]>([
    ['an object', { a: 1n }],
    ['numbers', new Map([['a', 1]])],
    ['other keys', new Map([[1n, 1n]])],
    ['a tensor', i64([1], 1)],
  ])('refuses %s', async (_, x) => {
    const session = await js().open(bytes)
    expect(refusal(() => session.runSync!({ x: x as Value })).code).toBe('ERR_TENSOR')
  })
})

describe('sequences', () => {
  const sequence = (name: string): object => ({
    name,
    type: { sequence_type: { elem_type: { tensor_type: { elem_type: 1 } } } },
  })
  // Adds x and the round's number to the sequence.
  const growing = {
    name: 'g',
    node: [
      node('Cast', ['i'], ['f'], [int('to', 1)]),
      node('Add', ['x', 'f'], ['t']),
      node('SequenceInsert', ['s', 't'], ['s2']),
      node('Identity', ['before'], ['go']),
    ],
    input: [...ports({ i: 'int64', before: 'bool' }), sequence('s')],
    output: [...ports({ go: 'bool' }), sequence('s2')],
  }
  const collect = (nodes: object[], output: object): Uint8Array =>
    model({
      name: 'g',
      node: [
        node('SequenceEmpty', [], ['none']),
        node('Loop', ['n', '', 'none'], ['all'], [body('body', growing)]),
        ...nodes,
      ],
      input: ports({ n: 'int64', x: 'float32', p: 'int64' }),
      output: [output],
    })
  const feeds = { n: i64([], 3), x: f32([1], 10), p: i64([], -1) }

  test('a loop carries a sequence', async () => {
    expect(await run(collect([], sequence('all')), feeds)).toEqual({ all: [f32([1], 10), f32([1], 11), f32([1], 12)] })
    const at = collect([node('SequenceAt', ['all', 'p'], ['y'])], port('y', 'float32'))
    expect(await run(at, feeds)).toEqual({ y: f32([1], 12) })
    const joined = collect([node('ConcatFromSequence', ['all'], ['y'], [int('axis', 0)])], port('y', 'float32'))
    expect(await run(joined, feeds)).toEqual({ y: f32([3], 10, 11, 12) })
  })

  test.each([
    ['SequenceAt', ['all', 'p'], { p: i64([], 3) }],
    ['SequenceAt', ['all', 'p'], { p: i64([], -4) }],
    ['SequenceAt', ['all', 'p'], { p: i64([2], 0, 0) }],
    ['SequenceErase', ['all', 'p'], { p: i64([], 3) }],
    ['SequenceErase', ['all'], { n: i64([], 0) }],
    ['SequenceInsert', ['all', 'x', 'p'], { p: i64([], 4) }],
    ['SequenceInsert', ['all', 'x', 'p'], { p: i64([], -4) }],
    ['SequenceInsert', ['all', 'x', 'p'], { p: i64([0]) }],
    ['ConcatFromSequence', ['all'], { n: i64([], 0) }],
  ] as const)('%s refuses a place that is not there', async (op, inputs, wrong) => {
    const attributes = op === 'ConcatFromSequence' ? [int('axis', 0)] : []
    const session = await js().open(collect([node(op, [...inputs], ['y'], attributes)], { name: 'y' }))
    expect(refusal(() => session.runSync!({ ...feeds, ...wrong })).code).toBe('ERR_TENSOR')
  })

  test.each([
    ['sizes that do not fill the axis', i64([2], 1, 1)],
    ['a size below 0', i64([2], 4, -1)],
    ['parts of 0', i64([], 0)],
    ['parts of none', i64([], -1)],
  ])('SplitToSequence refuses %s', async (_, p) => {
    const split = model(
      graphOf(
        [node('SplitToSequence', ['x', 'p'], ['y'])],
        { x: 'float32', p: 'int64' },
        {},
        { output: [sequence('y')] },
      ),
    )
    const session = await js().open(split)
    expect(refusal(() => session.runSync!({ x: f32([3], 1, 2, 3), p })).code).toBe('ERR_TENSOR')
  })

  test.each(['SequenceAt', 'SequenceLength', 'SequenceErase', 'SequenceInsert', 'ConcatFromSequence'])(
    '%s refuses a tensor',
    async (op) => {
      const inputs = op === 'SequenceAt' || op === 'SequenceInsert' ? ['x', 'x'] : ['x']
      const bytes = model(graphOf([node(op, inputs, ['y'])], { x: 'float32' }, {}, { output: [{ name: 'y' }] }))
      expect((await rejection(js().open(bytes))).code).toBe('ERR_ONNX_UNSUPPORTED')
    },
  )

  describe('SequenceMap', () => {
    // Each tensor plus the one at its place in another sequence, or plus one for all.
    const map = (more: string, inner: object[] = []): Uint8Array =>
      model({
        name: 'g',
        node: [
          node('SequenceConstruct', ['a', 'b'], ['s']),
          node('SequenceConstruct', ['a', 'b', 'b'], ['three']),
          node('SequenceConstruct', ['b', 'a'], ['two']),
          node('SequenceMap', ['s', more], ['sums', 'sizes'], [body('body', { ...adding, ...inner[0] })]),
        ],
        input: ports({ a: 'float32', b: 'float32' }),
        output: [
          sequence('sums'),
          { name: 'sizes', type: { sequence_type: { elem_type: { tensor_type: { elem_type: 7 } } } } },
        ],
      })
    const adding = {
      name: 'g',
      node: [node('Add', ['x', 'm'], ['t']), node('Mul', ['t', 'b'], ['y']), node('Size', ['y'], ['n'])],
      input: ports({ x: 'float32', m: 'float32' }),
      output: ports({ y: 'float32', n: 'int64' }),
    }
    const ab = { a: f32([2], 1, 2), b: f32([1], 10) }

    test('runs its graph for each tensor, on values from around it', async () => {
      const sizes = [i64([], 2), i64([], 2)]
      expect(await run(map('two'), ab)).toEqual({ sums: [f32([2], 110, 120), f32([2], 110, 120)], sizes })
      expect(await run(map('b'), ab)).toEqual({
        sums: [f32([2], 110, 120), f32([1], 200)],
        sizes: [i64([], 2), i64([], 1)],
      })
    })

    test('refuses sequences of two lengths', async () => {
      const session = await js().open(map('three'))
      expect(refusal(() => session.runSync!(ab)).code).toBe('ERR_TENSOR')
    })

    test.each([
      ['', {}],
      ['b', { input: ports({ x: 'float32', m: 'int64' }) }],
      ['b', { input: ports({ x: 'float32' }) }],
      [
        'b',
        {
          node: [node('SequenceConstruct', ['x'], ['y']), node('Size', ['m'], ['n'])],
          output: [sequence('y'), ...ports({ n: 'int64' })],
        },
      ],
    ])('refuses a graph that does not fit, case %#', async (more, inner) => {
      expect((await rejection(js().open(map(more, [inner])))).code).toBe('ERR_ONNX_INVALID')
    })
  })
})

test.each(['', 'ij', 'ij,jk->ik->', 'i$,jk', 'ij,jk->iz', 'ij,jk->ii', 'i....,jk', 'ij,jk,kl', '.ij,jk'])(
  'Einsum refuses the equation %j',
  async (equation) => {
    const attribute = { name: 'equation', type: 3, s: new TextEncoder().encode(equation) }
    const graph = graphOf(
      [node('Einsum', ['a', 'b'], ['y'], [attribute])],
      { a: 'float32', b: 'float32' },
      { y: 'float32' },
    )
    expect((await rejection(js().open(model(graph)))).code).toBe('ERR_ONNX_INVALID')
  },
)

test('weights of TfIdfVectorizer are in the order of the pool', async () => {
  const ints = (name: string, ...values: number[]): object => ({ name, type: 7, ints: values })
  const attributes = [
    { name: 'mode', type: 3, s: new TextEncoder().encode('TFIDF') },
    int('min_gram_length', 1),
    int('max_gram_length', 1),
    int('max_skip_count', 0),
    ints('ngram_counts', 0),
    ints('ngram_indexes', 1, 0),
    ints('pool_int64s', 7, 8),
    { name: 'weights', type: 6, floats: [2, 5] },
  ]
  const graph = graphOf([node('TfIdfVectorizer', ['x'], ['y'], attributes)], { x: 'int64' }, { y: 'float32' })
  expect(await run(model(graph), { x: i64([3], 7, 7, 8) })).toEqual({ y: f32([2], 5, 4) })
})

test('activations take the next alpha if they have one', async () => {
  const texts = ['Sigmoid', 'LeakyRelu'].map((text) => new TextEncoder().encode(text))
  const attributes = [
    int('hidden_size', 1),
    { name: 'activations', type: 8, strings: texts },
    { name: 'activation_alpha', type: 6, floats: [0.5] },
  ]
  const graph = graphOf(
    [node('GRU', ['x', 'w', 'r'], ['', 'y'], attributes)],
    { x: 'float32', w: 'float32', r: 'float32' },
    { y: 'float32' },
  )
  const feeds = { x: f32([1, 1, 1], -2), w: f32([1, 3, 1], 0, 0, 1), r: f32([1, 3, 1], 0, 0, 0) }
  // Half of what was, 0, and half of LeakyRelu(-2).
  expect(await run(model(graph), feeds)).toEqual({ y: f32([1, 1, 1], -0.5) })
})

test('the mask of Dropout has the type of its input before version 10', async () => {
  const masks = (opset: number, mask: 'float32' | 'bool'): Uint8Array =>
    modelOf([named('Dropout', ['x'], ['y', 'm'])], { x: 'float32' }, { y: 'float32', m: mask }, { opset })
  const x = f32([2], 3, -1)
  expect(await run(masks(7, 'float32'), { x })).toEqual({ y: x, m: f32([2], 1, 1) })
  expect(await run(masks(10, 'bool'), { x })).toEqual({ y: x, m: bool([2], 1, 1) })
})

test('LpNormalization with p 1 divides by the sum of sizes', async () => {
  const graph = graphOf([node('LpNormalization', ['x'], ['y'], [int('p', 1)])], { x: 'float32' }, { y: 'float32' })
  expect(await run(model(graph), { x: f32([1, 3], 1, -2, 5) })).toEqual({ y: f32([1, 3], 0.125, -0.25, 0.625) })
})
