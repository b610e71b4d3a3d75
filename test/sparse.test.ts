import { describe, expect, test } from 'vitest'
import type { Backend, Session, SparseTensor, Tensor, Value } from '../src/backends/backend.js'
import { defineBackend } from '../src/backends/define-backend.js'
import type { SparseRow } from '../src/column.js'
import { js as jsEngine } from '../src/js.js'
import { defaultLimits } from '../src/limits.js'
import type { JsonValue } from '../src/json/canonical.js'
import { loadWith } from '../src/model/load.js'
import type { Model } from '../src/model/model.js'
import { writeModel, type NodeDefinition } from '../src/onnx/write.js'
import { allOps } from '../src/ops/index.js'
import { defineOp, type Op } from '../src/ops/op.js'
import type { Feature } from '../src/graph/document.js'
import type { BundleDefinition } from '../src/pack/define.js'
import type { GoldenDefinition } from '../src/pack/golden.js'
import { packWith } from '../src/pack/pack.js'
import { allTypes } from '../src/schema/types/index.js'
import { age, churn, plan } from './fixtures/churn.js'
import { f32, f64, node, rejection } from './onnx-model.js'

const js = jsEngine()
type FloatType = 'float32' | 'float64'
const width = 6

function modelOn(
  type: FloatType,
  nodes: readonly NodeDefinition[],
  initializers: Readonly<Record<string, Tensor>> = {},
): Uint8Array {
  const last = nodes.at(-1)!.outputs[0]!
  return writeModel({
    irVersion: 10,
    opsets: [
      { domain: '', version: 21 },
      { domain: 'ai.onnx.ml', version: 5 },
    ],
    graph: {
      name: 'g',
      inputs: [{ name: 'X', type, dims: [-1, width] }],
      outputs: [{ name: last, type, dims: null }],
      initializers: Object.entries(initializers).map(([name, tensor]) => ({ ...tensor, name })),
      nodes,
    },
  })
}

const sparseRow = (cells: Readonly<Record<number, number>>): SparseRow => ({
  indices: Int32Array.from(Object.keys(cells), Number),
  values: Float64Array.from(Object.values(cells)),
})
const rows = [sparseRow({ 0: 1.5, 3: -2, 5: 0.1 }), sparseRow({}), sparseRow({ 4: 0 }), sparseRow({ 2: 7, 3: 1e-3 })]
const sparse = (type: FloatType): SparseTensor => ({
  type,
  dims: [rows.length, width],
  rows: rows.map(({ indices, values }) => ({
    indices,
    values: type === 'float32' ? values.map(Math.fround) : values,
  })),
})
const dense = (type: FloatType): Tensor => {
  const cells = new Array<number>(rows.length * width).fill(0)
  rows.forEach(({ indices, values }, r) => indices.forEach((index, k) => (cells[r * width + index] = values[k]!)))
  return (type === 'float32' ? f32 : f64)([rows.length, width], ...cells)
}
const tree: NodeDefinition = {
  ...node('TreeEnsemble', ['X'], ['Y'], {
    n_targets: { int: 1 },
    tree_roots: { ints: [0, 1] },
    nodes_featureids: { ints: [3, 0] },
    nodes_modes: { tensor: { type: 'uint8', dims: [2], data: Uint8Array.of(0, 0) } },
    nodes_splits: { tensor: f64([2], -1, 1) },
    nodes_truenodeids: { ints: [0, 2] },
    nodes_trueleafs: { ints: [1, 1] },
    nodes_falsenodeids: { ints: [1, 3] },
    nodes_falseleafs: { ints: [1, 1] },
    leaf_targetids: { ints: [0, 0, 0, 0] },
    leaf_weights: { tensor: f64([4], 1, 2, 10, 20) },
  }),
  domain: 'ai.onnx.ml',
}
const numbers = Array.from({ length: width * 5 }, (_, i) => Math.fround(Math.sin(i + 1)))

describe('the js backend takes sparse rows and answers as for dense ones', () => {
  const cases: readonly (readonly [string, FloatType, readonly NodeDefinition[], Readonly<Record<string, Tensor>>])[] =
    [
      ['MatMul', 'float64', [node('MatMul', ['X', 'b'], ['Y'])], { b: f64([width, 5], ...numbers) }],
      ['MatMul in float32', 'float32', [node('MatMul', ['X', 'b'], ['Y'])], { b: f32([width, 5], ...numbers) }],
      [
        'Gemm with alpha, a transposed b and a bias',
        'float64',
        [node('Gemm', ['X', 'b', 'c'], ['Y'], { alpha: { float: 0.5 }, transB: { int: 1 } })],
        { b: f64([5, width], ...numbers), c: f64([5], 1, 2, 3, 4, 5) },
      ],
      ['Gemm without bias', 'float64', [node('Gemm', ['X', 'b'], ['Y'])], { b: f64([width, 5], ...numbers) }],
      [
        'Gemm with a bias',
        'float64',
        [node('Gemm', ['X', 'b', 'c'], ['Y'], { beta: { float: 0.5 } })],
        { b: f64([width, 5], ...numbers), c: f64([5], 1, 2, 3, 4, 5) },
      ],
      [
        'MatMul and a sum',
        'float64',
        [node('MatMul', ['X', 'b'], ['h']), node('Add', ['h', 'c'], ['Y'])],
        { b: f64([width, 5], ...numbers), c: f64([5], 1, 2, 3, 4, 5) },
      ],
      ['TreeEnsemble', 'float64', [tree], {}],
      [
        'casts before it',
        'float64',
        [
          node('Cast', ['X'], ['single'], { to: { int: 1 } }),
          node('Cast', ['single'], ['double'], { to: { int: 11 } }),
          { ...tree, inputs: ['double'] },
        ],
        {},
      ],
    ]
  test.each(cases)('%s', async (_, type, nodes, initializers) => {
    const session = await js.open(modelOn(type, nodes, initializers))
    expect(session.sparse).toEqual(['X'])
    expect(session.runSync!({ X: sparse(type) })).toEqual(session.runSync!({ X: dense(type) }))
  })

  const inPlace = ['MatMul', 'Gemm without bias', 'Gemm with a bias', 'MatMul and a sum']
  test.each(cases)('%s, row by row where they stand', async (name, type, nodes, initializers) => {
    const session = await js.open(modelOn(type, nodes, initializers))
    const scorer = session.rowScorer!(width)
    expect(typeof scorer?.scoreSparse === 'function').toBe(inPlace.includes(name))
    if (!scorer?.scoreSparse) return
    const { data } = session.runSync!({ X: dense(type) })['Y'] as Tensor
    // Every second row, answers with a number between them.
    const x = rows.flatMap((row) => [sparseRow({ 1: 9 }), row])
    const out = new Float64Array(2 + rows.length * 6).fill(8)
    scorer.scoreSparse(x, 1, 2, rows.length, out, 2, 6)
    const wanted = rows.flatMap((_, r) => [...Array.from(data as Float64Array).slice(r * 5, (r + 1) * 5), 8])
    expect(Array.from(out)).toEqual([8, 8, ...wanted])
  })

  test('work is limited by the cells that they hold', async () => {
    const x = new Array<SparseRow>(100).fill(sparseRow({ 0: 1, 2: 2, 3: 3 }))
    const bytes = modelOn('float64', [node('MatMul', ['X', 'b'], ['Y'])], { b: f64([width, 5], ...numbers) })
    const score = async (elements: number): Promise<void> => {
      const session = await js.open(bytes, { limits: { ...defaultLimits, elements } })
      session.rowScorer!(width)!.scoreSparse!(x, 0, 1, 100, new Float64Array(500), 0, 5)
    }
    expect((await rejection(score(499))).code).toBe('ERR_LIMIT')
    await score(500)
    const many = new Array<SparseRow>(100).fill(sparseRow({ 0: 1 }))
    many[7] = { indices: new Int32Array(30_000), values: new Float64Array(30_000) }
    const session = await js.open(bytes, { limits: { ...defaultLimits, elements: 500 } })
    expect(() => {
      session.rowScorer!(width)!.scoreSparse!(many, 0, 1, 100, new Float64Array(500), 0, 5)
    }).toThrow('steps of work')
  })

  test.each<[string, readonly NodeDefinition[], Readonly<Record<string, Tensor>>]>([
    ['an operator that takes none', [node('Neg', ['X'], ['Y'])], {}],
    [
      'a matrix that makes NaN of 0',
      [node('MatMul', ['X', 'b'], ['Y'])],
      { b: f64([width, 1], 1, 2, Infinity, 0, 0, 0) },
    ],
    ['an output', [node('Cast', ['X'], ['Y'], { to: { int: 11 } })], {}],
    [
      'the other operand',
      [node('Transpose', ['b'], ['t']), node('MatMul', ['b', 'X'], ['Y'])],
      { b: f64([1, width], 1, 2, 3, 4, 5, 6) },
    ],
  ])('not for %s', async (_, nodes, initializers) => {
    expect((await js.open(modelOn('float64', nodes, initializers))).sparse).toEqual([])
  })

  test('rows that are none are refused', async () => {
    const session = await js.open(modelOn('float64', [tree]))
    const given = sparse('float64')
    const wrong: readonly unknown[] = [
      { ...given, type: 'float32' },
      { ...given, dims: [3, width] },
      { ...given, dims: [rows.length, width + 1] },
      { ...given, rows: [{ indices: Int32Array.of(2, 2), values: Float64Array.of(1, 2) }], dims: [1, width] },
      { ...given, rows: [{ indices: Int32Array.of(width), values: Float64Array.of(1) }], dims: [1, width] },
      { ...given, rows: [{ indices: Int32Array.of(-1), values: Float64Array.of(1) }], dims: [1, width] },
      { ...given, rows: [{ indices: Int32Array.of(1), values: Float64Array.of() }], dims: [1, width] },
    ]
    for (const X of wrong) expect((await rejection(session.run({ X: X as Value }))).code).toBe('ERR_TENSOR')
    const other = await js.open(modelOn('float64', [node('Neg', ['X'], ['Y'])]))
    expect((await rejection(other.run({ X: given }))).code).toBe('ERR_TENSOR')
  })
})

/** A string as sparse rows: how often it has each of the first letters of the alphabet. */
const letters: Op = defineOp({
  name: 'letters',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['sparse'] }],
  attrs: {},
  bind: () => ({
    outputs: [{ kind: 'sparse', width: width - 1 }],
    run([x], [y], count) {
      for (let row = 0; row < count; row++) {
        const found = new Map<number, number>()
        for (const letter of x.data[x.offset + row * x.stride] ?? '') {
          const index = letter.charCodeAt(0) - 97
          if (index >= 0 && index < width - 1) found.set(index, (found.get(index) ?? 0) + 1)
        }
        y.data[y.offset + row * y.stride] = sparseRow(Object.fromEntries(found))
      }
    },
  }),
})

const definition: BundleDefinition = {
  ...churn,
  schema: {
    ...churn.schema,
    inputs: [age, plan],
    outputs: [{ ...churn.schema.outputs[0]!, name: 'score', type: 'float64', meaning: 'value' }],
  },
  graph: {
    nodes: [
      { id: 'letters', op: 'letters' as never, version: 1, inputs: ['input:plan'], attrs: {} as never },
      { id: 'x', op: 'concat', version: 1, inputs: ['letters', 'input:age'], attrs: {} },
      {
        id: 'm',
        model: 'models/main.onnx',
        inputs: { X: 'x' },
        outputs: { raw: { name: 'Y', type: 'float64', width: 1 } },
      },
    ],
    features: [
      { from: 'letters', name: 'plan', keys: { $strings: 'letters' } },
      { from: 'input:age', names: ['age'] },
      { from: 'x', name: 'all', keys: null },
    ],
    outputs: { score: 'm.raw' },
  },
  strings: { letters: ['a', 'b', '__proto__', 'd', 'e'] },
  models: {
    'models/main.onnx': modelOn('float64', [node('MatMul', ['X', 'b'], ['Y'])], {
      b: f64([width, 1], 1, 10, 100, 1000, 1e4, 0.5),
    }),
  },
}

/** The same without sparse inputs, counting the cells that it is fed. */
const cells: number[] = []
const denseOnly: Backend = {
  name: 'dense',
  async open(bytes, options) {
    const { inputs, outputs, opsets, run, dispose } = await js.open(bytes, options)
    const session: Session = {
      inputs,
      outputs,
      opsets,
      run: (feeds) => {
        cells.push((feeds['X'] as Tensor).data.length)
        return run(feeds)
      },
      dispose,
    }
    return session
  },
}
const open = async (changes: Partial<BundleDefinition>, backend: Backend = js): Promise<Model> => {
  const tables = { ops: [...allOps, letters], types: allTypes, backend: defineBackend(backend) }
  return loadWith(await packWith({ ...definition, ...changes }, tables, { verify: false }), tables, {})
}

describe('sparse columns in a graph', () => {
  test.each([js, denseOnly])('go into a model call of a backend: $name', async (backend) => {
    const model = await open({}, backend)
    expect(await model.predict({ age: 4, plan: 'abba' })).toEqual({ score: 24 })
    expect(await model.predict({ age: 0, plan: '' })).toEqual({ score: 0 })
    const { outputs } = await model.predictBatch([
      { age: 4, plan: 'abba' },
      { age: 2, plan: 'eee' },
    ])
    expect(outputs).toEqual([{ score: 24 }, { score: 30001 }])
    if (backend === denseOnly) expect(cells).toEqual([width, width, 2 * width])
  })

  test('are shown as objects of what is not 0', async () => {
    const model = await open({})
    const shown = model.features({ age: 4, plan: 'cab' })
    expect(Object.entries(shown['plan']!)).toEqual([
      ['a', 1],
      ['b', 1],
      ['__proto__', 1],
    ])
    expect(shown['age']).toBe(4)
    expect(shown['all']).toEqual({ 0: 1, 1: 1, 2: 1, 5: 4 })
  })

  const golden = (features: JsonValue[]): GoldenDefinition => ({
    cases: [
      {
        name: 'one',
        source: 'synthetic',
        record: { age: 4, plan: 'abba' },
        outputs: { score: 24 },
        features,
        terms: null,
      },
    ],
    tolerance: { outputs: {}, features: { absolute: 0, relative: 0, terms: 0 } },
    backends: [],
  })
  test.each<[string, JsonValue, boolean]>([
    ['as they are', { indices: [0, 1], values: [2, 2] }, true],
    ['with a 0', { indices: [0, 1, 3], values: [2, 2, 0] }, true],
    ['with another value', { indices: [0, 1], values: [2, 3] }, false],
    ['with one more', { indices: [0, 1, 4], values: [2, 2, 1] }, false],
    ['with one less', { indices: [0], values: [2] }, false],
    ['without values', { indices: [0, 1] }, false],
    ['as a number', 2, false],
  ])('are compared in golden cases: %s', async (_, item, ok) => {
    const model = await open({ golden: golden([item, 4, { indices: [0, 1, 5], values: [2, 2, 4] }]) })
    expect((await model.test()).ok).toBe(ok)
  })

  const { graph } = definition
  test.each<[string, readonly Feature[], string]>([
    ['a sparse column with names', [{ from: 'letters', names: ['a', 'b', 'c', 'd', 'e'] }], 'features/0/from'],
    ['numbers with keys', [{ from: 'input:age', name: 'age', keys: null }], 'features/0/from'],
    ['too few keys', [{ from: 'letters', name: 'l', keys: ['a'] }], 'features/0/keys'],
    ['a key twice', [{ from: 'letters', name: 'l', keys: ['a', 'b', 'c', 'd', 'a'] }], 'features/0/keys/4'],
    [
      'a name twice',
      [
        { from: 'input:age', names: ['age'] },
        { from: 'letters', name: 'age', keys: null },
      ],
      'features/1/name',
    ],
  ])('are refused: %s', async (_, features, at) => {
    const { code, at: where } = await rejection(open({ graph: { ...graph, features } }))
    expect([code, where]).toEqual(['ERR_GRAPH_INVALID', `graph.json#/${at}`])
  })

  test('are no outputs', async () => {
    const { at } = await rejection(open({ graph: { ...graph, outputs: { score: 'letters' } } }))
    expect(at).toBe('graph.json#/outputs/score')
  })
})
