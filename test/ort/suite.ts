import type { BundleError } from '../../src/errors.js'
import type { Backend, Session, Tensor, Value } from '../../src/backends/backend.js'
import type { NodeDefinition } from '../../src/onnx/write.js'
import { bool, f32, f64, i32, i64, modelOf, node, text, type Ports } from '../onnx-model.js'
import { encodeProto } from '../onnx-proto.js'

/** What every backend must do: `run` throws where it doesn't. */
export interface BackendCase {
  readonly name: string
  run(backend: Backend): Promise<void>
}

/** Two tensors: equal but for |got - expected| <= tolerance, NaN being NaN, and 0 being -0 only within a tolerance. */
function same(got: Value | undefined, expected: Tensor, tolerance = 0): void {
  const { type, dims, data } = got as Tensor
  const shown = `${type} [${dims.join()}] ${Array.from(data as ArrayLike<unknown>, String).join()}`
  const fits =
    type === expected.type &&
    data.constructor === expected.data.constructor &&
    dims.join() === expected.dims.join() &&
    data.length === expected.data.length &&
    Array.from(expected.data as ArrayLike<unknown>).every((value, i) => {
      const other: unknown = data[i]
      if (Object.is(other, value)) return true
      return typeof other === 'number' && Math.abs(other - (value as number)) <= tolerance && tolerance > 0
    })
  if (!fits) {
    const wanted = Array.from(expected.data as ArrayLike<unknown>, String).join()
    throw new Error(`expected ${expected.type} [${expected.dims.join()}] ${wanted}, got ${shown}`)
  }
}

/** The promise is rejected with a BundleError of this code, whose message and place say this. */
async function refused(promise: Promise<unknown>, code: string, says = '', at = ''): Promise<void> {
  const error = await promise.then(
    () => new Error(`expected ${code}, got an answer`),
    (reason: unknown) => reason as BundleError,
  )
  if (!('code' in error)) throw error
  const fits = error.name === 'BundleError' && error.code === code && error.message.includes(says)
  if (!fits || !error.at.startsWith(at)) throw new Error(`expected ${code} ${says} at ${at}`, { cause: error })
}

const x: Ports = { x: 'float32' }
const y: Ports = { y: 'float32' }
const identity = modelOf([node('Identity', ['x'], ['y'])], x, y)
const inDomain = (domain: string, one: NodeDefinition): NodeDefinition => ({ ...one, domain })

/** y = x + w, where w is said to stand in a file. */
function externalModel(where: 'initializer' | 'attribute'): Uint8Array {
  const port = (name: string): object => ({
    name,
    type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: 1 }] } } },
  })
  const w = {
    name: 'w',
    dims: [1],
    data_type: 1,
    data_location: 1,
    external_data: [{ key: 'location', value: 'package.json' }],
  }
  const constant = { op_type: 'Constant', output: ['w'], attribute: [{ name: 'value', type: 4, t: w }] }
  return encodeProto('ModelProto', {
    ir_version: 8,
    opset_import: [{ domain: '', version: 13 }],
    graph: {
      name: 'g',
      node: [...(where === 'attribute' ? [constant] : []), { op_type: 'Add', input: ['x', 'w'], output: ['y'] }],
      initializer: where === 'initializer' ? [w] : [],
      input: [port('x')],
      output: [port('y')],
    },
  })
}

/** A model whose output is a sequence of maps. */
export const zipMap: Uint8Array = encodeProto('ModelProto', {
  ir_version: 8,
  opset_import: [
    { domain: '', version: 13 },
    { domain: 'ai.onnx.ml', version: 3 },
  ],
  graph: {
    name: 'g',
    node: [
      {
        op_type: 'ZipMap',
        domain: 'ai.onnx.ml',
        input: ['x'],
        output: ['y'],
        attribute: [{ name: 'classlabels_int64s', type: 7, ints: [0, 1] }],
      },
    ],
    input: [{ name: 'x', type: { tensor_type: { elem_type: 1 } } }],
    output: [{ name: 'y', type: { sequence_type: {} } }],
  },
})

const unopened: readonly (readonly [name: string, model: Uint8Array, code: string, at: string])[] = [
  ['bytes that are no model', Uint8Array.of(1, 2, 3), 'ERR_ONNX_INVALID', 'models/a.onnx'],
  ['no bytes', new Uint8Array(), 'ERR_ONNX_INVALID', 'models/a.onnx'],
  ['a model cut short', identity.subarray(0, identity.length - 3), 'ERR_ONNX_INVALID', 'models/a.onnx'],
  ['external data', externalModel('initializer'), 'ERR_ONNX_UNSUPPORTED', 'models/a.onnx#/initializer/0'],
  ['external data of an attribute', externalModel('attribute'), 'ERR_ONNX_UNSUPPORTED', 'models/a.onnx#/node/0'],
  ['an operator that is not there', modelOf([node('Unheard', ['x'], ['y'])], x, y), 'ERR_ONNX_UNSUPPORTED', 'models/'],
  [
    'a domain that is not imported',
    modelOf([inDomain('com.example', node('Add', ['x', 'x'], ['y']))], x, y),
    'ERR_ONNX_INVALID',
    'models/a.onnx#/node/0',
  ],
  [
    'a value that nothing makes',
    modelOf([node('Add', ['x', 'w'], ['y'])], x, y),
    'ERR_ONNX_INVALID',
    'models/a.onnx#/node/0',
  ],
  [
    'an opset of the future',
    modelOf([node('Add', ['x', 'x'], ['y'])], x, y, { opset: 99 }),
    'ERR_ONNX_UNSUPPORTED',
    'models/a.onnx',
  ],
]

const foreign = (feeds: object): Record<string, Value> => feeds as Record<string, Value>
const refusedFeeds: readonly (readonly [name: string, feeds: Record<string, Value>, says: string])[] = [
  ['a missing feed', {}, '"x"'],
  ['a feed of another name', { x: f32([1], 1), q: f32([1], 1) }, '"q"'],
  ['another type', { x: f64([1], 1) }, 'float32'],
  ['another array', foreign({ x: { type: 'float32', dims: [1], data: Float64Array.of(1) } }), 'Float32Array'],
  ['too many elements', { x: f32([1], 1, 2) }, 'expected 1 elements'],
  ['dims that are no sizes', { x: f32([-1], 1) }, '-1'],
  ['a map', { x: new Map() }, 'tensor'],
  ['null', foreign({ x: null }), 'tensor'],
]

const echoed: readonly Tensor[] = [
  f32([2, 3], 1, -0, 0, NaN, Infinity, -Infinity),
  f64([2], 0.1, 5e-324),
  { type: 'int8', dims: [2], data: Int8Array.of(-128, 127) },
  { type: 'uint8', dims: [2], data: Uint8Array.of(0, 255) },
  { type: 'int16', dims: [2], data: Int16Array.of(-32768, 32767) },
  { type: 'uint16', dims: [2], data: Uint16Array.of(0, 65535) },
  i32([2], -2147483648, 2147483647),
  { type: 'uint32', dims: [2], data: Uint32Array.of(0, 4294967295) },
  { type: 'int64', dims: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
  { type: 'uint64', dims: [2], data: BigUint64Array.of(0n, 2n ** 64n - 1n) },
  bool([2], 0, 1),
  text([2, 2], 'a', '', 'żółć', '😀'),
  f32([], 7),
  f32([0, 3]),
]

const linear = (type: 'float32' | 'float64'): Uint8Array => {
  const make = type === 'float32' ? f32 : f64
  return modelOf(
    [node('Gemm', ['x', 'w', 'b'], ['h']), node('Softmax', ['h'], ['y'])],
    { x: type },
    { y: type },
    { initializers: { w: make([2, 3], 1, -1, 0, 0.5, 0.25, -2), b: make([3], 0, 1, 2) } },
  )
}
/** Rows [1, 2] and [0, 0], whose logits are [2, 0.5, -2] and [0, 1, 2]. */
const linearRows = [1, 2, 0, 0]
const softmax = (...logits: number[]): number[] => {
  const powers = logits.map((logit) => Math.exp(logit))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}
const linearAnswers = [...softmax(2, 0.5, -2), ...softmax(0, 1, 2)]

/** x0 <= 0.5 ? (x1 <= 2 ? 10 : 20) : 30, plus x1 <= 1 ? 1 : 2. */
const trees = (type: 'float32' | 'float64'): Uint8Array => {
  const make = type === 'float32' ? f32 : f64
  const attributes = {
    n_targets: { int: 1 },
    tree_roots: { ints: [0, 2] },
    nodes_featureids: { ints: [0, 1, 1] },
    nodes_modes: { tensor: { type: 'uint8', dims: [3], data: Uint8Array.of(0, 0, 0) } as Tensor },
    nodes_splits: { tensor: make([3], 0.5, 2, 1) },
    nodes_truenodeids: { ints: [1, 0, 3] },
    nodes_trueleafs: { ints: [0, 1, 1] },
    nodes_falsenodeids: { ints: [2, 1, 4] },
    nodes_falseleafs: { ints: [1, 1, 1] },
    leaf_targetids: { ints: [0, 0, 0, 0, 0] },
    leaf_weights: { tensor: make([5], 10, 20, 30, 1, 2) },
  }
  const ensemble = inDomain('ai.onnx.ml', node('TreeEnsemble', ['x'], ['y'], attributes))
  return modelOf([ensemble], { x: type }, { y: type })
}

async function use(backend: Backend, model: Uint8Array, work: (session: Session) => Promise<void>): Promise<void> {
  const session = await backend.open(model, { at: 'models/a.onnx' })
  try {
    await work(session)
  } finally {
    session.dispose()
  }
}

/** Tolerances: 1e-6 (float32) and 1e-15 (float64) for a softmax of a linear model, none for the rest. */
export const backendCases: readonly BackendCase[] = [
  {
    name: 'says its inputs and outputs',
    run: (backend) =>
      use(backend, modelOf([node('Add', ['x', 'z'], ['y'])], { x: 'float32', z: 'float32' }, y), async (session) => {
        const said = JSON.stringify([session.inputs, session.outputs])
        const port = (name: string): object => ({ name, type: 'float32', dims: null })
        if (said !== JSON.stringify([[port('x'), port('z')], [port('y')]])) throw new Error(said)
        const answers = await session.run({ z: f32([2], 10, 20), x: f32([2], 1, 2) })
        same(answers['y'], f32([2], 11, 22))
        if (Object.getPrototypeOf(answers) !== null) throw new Error('expected answers without a prototype')
      }),
  },
  ...unopened.map(([name, model, code, at]): BackendCase => ({
    name: `refuses ${name}`,
    run: (backend) => refused(backend.open(model, { at: 'models/a.onnx' }), code, '', at),
  })),
  ...refusedFeeds.map(([name, feeds, says]): BackendCase => ({
    name: `refuses ${name}`,
    run: (backend) => use(backend, identity, (session) => refused(session.run(feeds), 'ERR_TENSOR', says)),
  })),
  ...echoed.map((tensor): BackendCase => ({
    name: `gives back ${tensor.type} [${tensor.dims.join()}]`,
    run: (backend) =>
      use(
        backend,
        modelOf([node('Identity', ['x'], ['y'])], { x: tensor.type }, { y: tensor.type }),
        async (session) => {
          same((await session.run({ x: tensor }))['y'], tensor)
        },
      ),
  })),
  {
    name: 'a linear model, float32',
    run: (backend) =>
      use(backend, linear('float32'), async (session) => {
        same((await session.run({ x: f32([2, 2], ...linearRows) }))['y'], f32([2, 3], ...linearAnswers), 1e-6)
      }),
  },
  {
    name: 'a linear model, float64',
    run: (backend) =>
      use(backend, linear('float64'), async (session) => {
        same((await session.run({ x: f64([2, 2], ...linearRows) }))['y'], f64([2, 3], ...linearAnswers), 1e-15)
      }),
  },
  ...(['float32', 'float64'] as const).map((type): BackendCase => ({
    name: `trees, ${type}`,
    run: (backend) =>
      use(backend, trees(type), async (session) => {
        const make = type === 'float32' ? f32 : f64
        const rows = [0, 0, 0.5, 2, 0, 3, 1, 1, 1, 1.5]
        same((await session.run({ x: make([5, 2], ...rows) }))['y'], make([5, 1], 11, 12, 22, 31, 32))
      }),
  })),
  {
    name: 'hands out no memory of a feed, a constant or another output, and reads feeds during the call',
    run: (backend) =>
      use(
        backend,
        modelOf(
          [node('Identity', ['x'], ['y']), node('Identity', ['w'], ['v']), node('Reshape', ['x', 's'], ['z'])],
          x,
          { y: 'float32', z: 'float32', v: 'float32' },
          { initializers: { w: f32([1], 7), s: i64([1], -1) } },
        ),
        async (session) => {
          const feed = f32([1, 1], 1)
          const pending = session.run({ x: feed })
          ;(feed.data as Float32Array).fill(5)
          for (const answers of [await pending, await session.run({ x: f32([1, 1], 1) })]) {
            same(answers['y'], f32([1, 1], 1))
            same(answers['z'], f32([1], 1))
            same(answers['v'], f32([1], 7))
            for (const name of ['y', 'z', 'v']) {
              const { data, dims } = answers[name] as Tensor
              ;(data as Float32Array).fill(-1)
              ;(dims as number[])[0] = 9
              if (name === 'y') same(answers['z'], f32([1], 1))
            }
          }
          same(feed, f32([1, 1], 5))
        },
      ),
  },
  {
    name: 'opens the bytes of the call, and takes a part of a buffer',
    async run(backend) {
      const bytes = modelOf([node('Add', ['x', 'w'], ['y'])], x, y, { initializers: { w: f32([1], 5) } })
      const larger = new Uint8Array(bytes.length + 20).fill(255)
      larger.set(bytes, 10)
      const opening = backend.open(larger.subarray(10, 10 + bytes.length))
      larger.fill(0)
      const session = await opening
      same((await session.run({ x: f32([1], 1) }))['y'], f32([1], 6))
      session.dispose()
    },
  },
  {
    name: 'answers calls and openings that overlap each for itself',
    async run(backend) {
      const sessions = await Promise.all(
        [1, 2, 3].map((w) =>
          backend.open(modelOf([node('Mul', ['x', 'w'], ['y'])], x, y, { initializers: { w: f32([1], w) } })),
        ),
      )
      const jobs = Array.from({ length: 60 }, (_, i) => ({ i, rows: 1 + (i % 5) }))
      const column = (rows: number, value: number): Tensor => f32([rows], ...new Array<number>(rows).fill(value))
      const answers = await Promise.all(jobs.map(({ i, rows }) => sessions[i % 3]!.run({ x: column(rows, i) })))
      jobs.forEach(({ i, rows }) => same(answers[i]!['y'], column(rows, i * (1 + (i % 3)))))
      for (const session of sessions) session.dispose()
    },
  },
  {
    name: 'is closed by dispose, which lets a call that runs end',
    async run(backend) {
      const session = await backend.open(identity)
      const pending = session.run({ x: f32([1], 3) })
      session.dispose()
      session.dispose()
      same((await pending)['y'], f32([1], 3))
      await refused(session.run({ x: f32([1], 1) }), 'ERR_DISPOSED')
      if (session.runSync === undefined) return
      const { runSync } = session
      await refused(
        Promise.resolve().then(() => runSync({ x: f32([1], 1) })),
        'ERR_DISPOSED',
      )
    },
  },
  {
    name: 'says what failed while it ran, and goes on',
    run: (backend) =>
      use(backend, modelOf([node('MatMul', ['x', 'x'], ['y'])], x, y), async (session) => {
        const code = backend.name === 'js' ? 'ERR_TENSOR' : 'ERR_BACKEND'
        await refused(session.run({ x: f32([2, 3], 1, 2, 3, 4, 5, 6) }), code, '', 'models/a.onnx')
        same((await session.run({ x: f32([1, 1], 3) }))['y'], f32([1, 1], 9))
      }),
  },
]
