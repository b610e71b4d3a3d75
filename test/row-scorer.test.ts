import { describe, expect, test } from 'vitest'
import type { RowScorer, Tensor } from '../src/backends/backend.js'
import { js } from '../src/js.js'
import { defaultLimits } from '../src/limits.js'
import { writeModel, type NodeDefinition } from '../src/onnx/write.js'
import { f32, f64, modelOf, node, refusal } from './onnx-model.js'

const WIDTH = 3
const w = f64([3, 5], ...Array.from({ length: 15 }, (_, i) => (i - 7) / 3))
const row5 = f64([5], 0.1, -0.2, Infinity, 1e-300, -0)
const ints = { ints: [0] }
const trees = (type: 'float32' | 'float64'): NodeDefinition => ({
  ...node('TreeEnsemble', [type === 'float32' ? 's' : 'd'], ['y'], {
    n_targets: { int: 2 },
    tree_roots: ints,
    nodes_featureids: { ints: [1] },
    nodes_modes: { tensor: { type: 'uint8', dims: [1], data: Uint8Array.of(0) } },
    nodes_splits: { tensor: (type === 'float32' ? f32 : f64)([1], 0.1) },
    nodes_truenodeids: { ints: [0] },
    nodes_trueleafs: { ints: [1] },
    nodes_falsenodeids: { ints: [1] },
    nodes_falseleafs: { ints: [1] },
    leaf_targetids: { ints: [0, 1] },
    leaf_weights: { tensor: (type === 'float32' ? f32 : f64)([2], 0.3, 0.7) },
  }),
  domain: 'ai.onnx.ml',
})
const cast = (from: string, to: string, code: number): NodeDefinition =>
  node('Cast', [from], [to], { to: { int: code } })
const model = (
  nodes: readonly NodeDefinition[],
  initializers: Record<string, Tensor> = {},
  x: 'float32' | 'float64' = 'float64',
  y: 'float32' | 'float64' = 'float64',
): Uint8Array => modelOf(nodes, { x }, { y }, { initializers })

const chains: Record<string, Uint8Array> = {
  'a product and a sum': model([node('MatMul', ['x', 'w'], ['h']), node('Add', ['h', 'b'], ['y'])], { w, b: row5 }),
  'a row less the cells, a number less them': model(
    [node('MatMul', ['x', 'w'], ['h']), node('Sub', ['b', 'h'], ['i']), node('Sub', ['c', 'i'], ['y'])],
    { w, b: { ...row5, dims: [1, 5] }, c: f64([], 3) },
  ),
  'cells less a number, and divided': model([node('Sub', ['x', 'c'], ['h']), node('Div', ['h', 'c'], ['y'])], {
    c: f64([1, 1], 3),
  }),
  'a network': model(
    [
      node('Gemm', ['x', 'w', 'b'], ['h'], { beta: { float: 0.5 } }),
      node('Relu', ['h'], ['i']),
      node('Gemm', ['i', 'w2'], ['j'], { transB: { int: 1 } }),
      node('Sigmoid', ['j'], ['k']),
      node('Tanh', ['k'], ['y']),
    ],
    { w, b: f64([5], 0.1, 0.2, 0.3, 0.4, 0.5), w2: f64([2, 5], 1, 2, 3, 4, 5, -1, -2, -3, -4, -5.5) },
  ),
  'trees after a rounding': model([cast('x', 's', 1), cast('s', 'd', 11), trees('float64')]),
  'trees of float32': model([cast('x', 's', 1), trees('float32')], {}, 'float64', 'float32'),
  'trees on a float32 input': model([cast('x', 'd', 11), trees('float64')], {}, 'float32'),
}

const others: Record<string, Uint8Array> = {
  'a value that is used twice': model([node('Add', ['x', 'x'], ['y'])]),
  'a step beside the chain': model([node('Relu', ['x'], ['h']), node('Add', ['x', 'h'], ['y'])]),
  'arithmetic in float32': model([node('Relu', ['x'], ['y'])], {}, 'float32', 'float32'),
  'a column of constants': model([node('Add', ['x', 'c'], ['y'])], { c: f64([2, 1], 1, 2) }),
  'a constant that makes rows wider': model([node('MatMul', ['x', 'w'], ['h']), node('Add', ['h', 'b'], ['y'])], {
    w: f64([3, 1], 1, 2, 3),
    b: row5,
  }),
  'a transposed left side': model([node('Gemm', ['x', 'w', 'b'], ['y'], { transA: { int: 1 } })], { w, b: row5 }),
  'a product of another width': model([node('MatMul', ['x', 'w'], ['y'])], { w: f64([2, 2], 1, 2, 3, 4) }),
  'a tensor that rows are of no matrix with': model([node('MatMul', ['x', 'w'], ['y'])], { w: f64([3], 1, 2, 3) }),
  'no step at all': modelOf([], { y: 'float64' }, { y: 'float64' }),
  'several outputs': modelOf(
    [node('Relu', ['x'], ['y']), node('Neg', ['x'], ['z'])],
    { x: 'float64' },
    { y: 'float64', z: 'float64' },
  ),
}

const rows = [
  [1, 0.1, -3],
  [NaN, 0.10000000149011612, 0],
  [-0, Infinity, 1e300],
  [0.3333333333333333, 0.10000000000000002, -1e-300],
  [5, -5, 5],
]

async function scorerOf(bytes: Uint8Array): Promise<{ scorer: RowScorer | null; run: (x: Tensor) => Tensor }> {
  const session = await js().open(bytes)
  return { scorer: session.rowScorer!(WIDTH), run: (x) => session.runSync!({ x })['y'] as Tensor }
}

describe('the scorer of rows gives the bits of a run', () => {
  test.each(Object.entries(chains))('%s', async (_, bytes) => {
    const { scorer, run } = await scorerOf(bytes)
    const single = bytes === chains['trees on a float32 input']
    const { type, dims, data } = run((single ? f32 : f64)([rows.length, WIDTH], ...rows.flat()))
    expect(scorer).toMatchObject({ type, width: dims[1] })
    const { width, score } = scorer!
    const expected = Array.from(data as Float64Array)
    // Rows in the middle of wider ones, answers too: what lies between stays.
    const x = Float64Array.from([7, ...rows.flatMap((row) => [...row, 9])])
    const out = new Float64Array(2 + rows.length * (width + 1)).fill(8)
    score(x, 1, WIDTH + 1, rows.length, out, 2, width + 1)
    const wanted = rows.flatMap((_, r) => [...expected.slice(r * width, (r + 1) * width), 8])
    expect(Array.from(out)).toEqual([8, 8, ...wanted])
    rows.forEach((row, r) => {
      const alone = new Float64Array(width)
      score(Float64Array.from(row), 0, WIDTH, 1, alone, 0, width)
      expect(Array.from(alone)).toEqual(expected.slice(r * width, (r + 1) * width))
    })
  })
})

describe('there is none for', () => {
  test.each(Object.entries(others))('%s', async (_, bytes) => {
    const session = await js().open(bytes)
    expect(session.rowScorer!(WIDTH)).toBeNull()
  })

  test('rows of a width that the model does not take', async () => {
    const session = await js().open(chains['a product and a sum']!)
    expect(session.rowScorer!(4)).toBeNull()
  })
})

test.each([
  [[-1, 3], true],
  [[1, 3], true],
  [[4, 3], false],
  [[-1, 2], false],
])('an input of %s: %s', async (dims, scores) => {
  const bytes = writeModel({
    irVersion: 10,
    opsets: [{ domain: '', version: 21 }],
    graph: {
      name: 'g',
      inputs: [{ name: 'x', type: 'float64', dims }],
      outputs: [{ name: 'y', type: 'float64', dims: null }],
      initializers: [],
      nodes: [node('Relu', ['x'], ['y'])],
    },
  })
  expect((await js().open(bytes)).rowScorer!(WIDTH) !== null).toBe(scores)
})

test('work and memory are limited as in a run', async () => {
  const open = (limits: object): Promise<RowScorer | null> =>
    js()
      .open(chains['a product and a sum']!, { limits: { ...defaultLimits, ...limits } })
      .then((session) => session.rowScorer!(WIDTH))
  const score = (scorer: RowScorer | null) => () => {
    scorer!.score(new Float64Array(300), 0, WIDTH, 100, new Float64Array(500), 0, 5)
  }
  expect(refusal(score(await open({ elements: 1200 })))).toMatchObject({ code: 'ERR_LIMIT' })
  score(await open({ elements: 1300 }))()
})
