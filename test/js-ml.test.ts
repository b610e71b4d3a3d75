import { describe, expect, test } from 'vitest'
import { js } from '../src/js.js'
import type { Tensor, TensorType, Value } from '../src/backends/backend.js'
import type { AttributeDefinition } from '../src/onnx/write.js'
import { writeModel } from '../src/onnx/write.js'
import { f32, f64, i64, modelOf, node, refusal, rejection, text } from './onnx-model.js'

type Attributes = Readonly<Record<string, AttributeDefinition>>

const bytesOf = (
  op: string,
  attributes: Attributes,
  type: TensorType,
  outputs: readonly TensorType[],
  ml = 1,
): Uint8Array =>
  modelOf(
    [
      {
        ...node(
          op,
          ['x'],
          outputs.map((_, i) => `y${i}`),
          attributes,
        ),
        domain: 'ai.onnx.ml',
      },
    ],
    { x: type },
    Object.fromEntries(outputs.map((output, i) => [`y${i}`, output])),
    { ml },
  )

async function run(op: string, attributes: Attributes, x: Tensor, ...outputs: TensorType[]): Promise<unknown[][]> {
  const answers = (await js().open(bytesOf(op, attributes, x.type, outputs))).runSync!({ x })
  return outputs.map((_, i) => Array.from((answers[`y${i}`] as Tensor).data as ArrayLike<unknown>))
}

/** x <= 0.5 leads to leaf 1, else to leaf 2. */
const stump: Attributes = {
  nodes_treeids: { ints: [0, 0, 0] },
  nodes_nodeids: { ints: [0, 1, 2] },
  nodes_featureids: { ints: [0, -2, -2] },
  nodes_modes: { strings: ['BRANCH_LEQ', 'LEAF', 'LEAF'] },
  nodes_values: { floats: [0.5, 0, 0] },
  nodes_truenodeids: { ints: [1, -1, -1] },
  nodes_falsenodeids: { ints: [2, -1, -1] },
}
const votes = (kind: string, leaves: number[], ids: number[], weights: number[]): Attributes => ({
  [`${kind}_treeids`]: { ints: leaves.map(() => 0) },
  [`${kind}_nodeids`]: { ints: leaves },
  [`${kind}_ids`]: { ints: ids },
  [`${kind}_weights`]: { floats: weights },
})
const two: Attributes = { classlabels_int64s: { ints: [7, 9] } }
const x = f32([3, 1], 0, 1, NaN)

describe('trees of lists', () => {
  test('a leaf votes for several targets; base values come last', async () => {
    const attributes = {
      ...stump,
      ...votes('target', [2, 1, 1], [1, 0, 1], [4, 1, 2]),
      n_targets: { int: 2 },
      base_values: { floats: [0.5, 8] },
    }
    expect(await run('TreeEnsembleRegressor', attributes, x, 'float32')).toEqual([[1.5, 10, 0.5, 12, 0.5, 12]])
  })
  test('missing values follow nodes_missing_value_tracks_true', async () => {
    const attributes = {
      ...stump,
      ...votes('target', [1, 2], [0, 0], [1, 2]),
      n_targets: { int: 1 },
      nodes_missing_value_tracks_true: { ints: [1, 0, 0] },
    }
    expect(await run('TreeEnsembleRegressor', attributes, x, 'float32')).toEqual([[1, 2, 1]])
  })
  test('votes for both of two classes', async () => {
    const attributes = { ...stump, ...two, ...votes('class', [1, 1, 2, 2], [0, 1, 0, 1], [0.75, 0.25, 0.5, 0.5]) }
    expect(await run('TreeEnsembleClassifier', attributes, x, 'int64', 'float32')).toEqual([
      [7n, 7n, 7n],
      [0.75, 0.25, 0.5, 0.5, 0.5, 0.5],
    ])
  })
  test('votes for one of two classes: a probability, or a score', async () => {
    const positive = { ...stump, ...two, ...votes('class', [1, 2], [1, 1], [0.75, 0.5]) }
    expect(await run('TreeEnsembleClassifier', positive, x, 'int64', 'float32')).toEqual([
      [9n, 7n, 7n],
      [0.25, 0.75, 0.5, 0.5, 0.5, 0.5],
    ])
    const mixed = { ...stump, ...two, ...votes('class', [1, 2], [1, 1], [0.25, -1]) }
    expect(await run('TreeEnsembleClassifier', mixed, x, 'int64', 'float32')).toEqual([
      [9n, 7n, 7n],
      [-0.25, 0.25, 1, -1, 1, -1],
    ])
  })
  // As onnxruntime 1.32 answers.
  test('one class: its score is not transformed, and above 0 its label is 1', async () => {
    const one = { classlabels_int64s: { ints: [1] }, post_transform: { string: 'LOGISTIC' } }
    const attributes = { ...stump, ...one, ...votes('class', [1, 2], [0, 0], [0.25, -1]) }
    expect(await run('TreeEnsembleClassifier', attributes, x, 'int64', 'float32')).toEqual([
      [1n, 0n, 0n],
      [0.25, -1, -1],
    ])
  })
  test('one base value of many classes is that of the first, two of three are refused', async () => {
    const base = { base_values: { floats: [0.5] } }
    const both = { ...stump, ...two, ...base, ...votes('class', [1, 1, 2, 2], [0, 1, 0, 1], [0.25, 0.5, 0, 0.25]) }
    expect(await run('TreeEnsembleClassifier', both, x, 'int64', 'float32')).toEqual([
      [7n, 7n, 7n],
      [0.75, 0.5, 0.5, 0.25, 0.5, 0.25],
    ])
    const three = { ...both, classlabels_int64s: { ints: [7, 8, 9] } }
    expect(await run('TreeEnsembleClassifier', three, x, 'int64', 'float32')).toEqual([
      [7n, 7n, 7n],
      [0.75, 0.5, 0, 0.5, 0.25, 0, 0.5, 0.25, 0],
    ])
    const wrong = { ...three, base_values: { floats: [0.5, 1] } }
    const refused = await rejection(
      js().open(bytesOf('TreeEnsembleClassifier', wrong, 'float32', ['int64', 'float32'])),
    )
    expect(refused).toMatchObject({ code: 'ERR_ONNX_INVALID', at: 'model.onnx#/node/0' })
  })
  test.each<[string, Attributes]>([
    ['a mode', { nodes_modes: { strings: ['BRANCH', 'LEAF', 'LEAF'] } }],
    ['a child', { nodes_truenodeids: { ints: [3, -1, -1] } }],
    ['a cycle', { nodes_truenodeids: { ints: [0, -1, -1] } }],
    ['a node twice', { nodes_nodeids: { ints: [0, 1, 1] } }],
    ['a length', { nodes_values: { floats: [0] } }],
    ['a target', { target_ids: { ints: [0, 1] } }],
    ['base values', { base_values: { floats: [1, 2] } }],
    ['another attribute', { other: { int: 1 } }],
  ])('refuses %s that is wrong', async (_, wrong) => {
    const attributes = { ...stump, ...votes('target', [1, 2], [0, 0], [1, 2]), n_targets: { int: 1 }, ...wrong }
    const refused = await rejection(js().open(bytesOf('TreeEnsembleRegressor', attributes, 'float32', ['float32'])))
    expect(refused).toMatchObject({ code: 'ERR_ONNX_INVALID', at: 'model.onnx#/node/0' })
  })
  // 0.7 and 0.5 of the normal distribution, as onnxruntime 1.32 approximates them.
  const probit = { post_transform: { string: 'PROBIT' } }
  test('PROBIT', async () => {
    const attributes = { ...stump, ...votes('target', [1, 2], [0, 0], [0.7, 0.5]), n_targets: { int: 1 }, ...probit }
    const [[first, second]] = (await run('TreeEnsembleRegressor', attributes, f32([2, 1], 0, 1), 'float32')) as [
      number[],
    ]
    expect(first).toBeCloseTo(0.5244459, 6)
    expect(second).toBe(0)
    const two = { coefficients: { floats: [1, 1] }, intercepts: { floats: [0, 0.1] }, targets: { int: 2 }, ...probit }
    const [scores] = (await run('LinearRegressor', two, f32([2, 1], 0.1, 0.9), 'float32')) as [number[]]
    expect(scores[0]).toBeCloseTo(-1.2817129, 6)
    expect(scores[1]).toBeCloseTo(-0.8417561, 6)
    expect(scores[2]).toBeCloseTo(1.2817129, 6)
    expect(scores[3]).toBe(Infinity)
  })
  test('PROBIT of one score for two classes is not supported', async () => {
    const attributes = { ...stump, ...votes('class', [1, 2], [1, 1], [0.7, 0.5]), ...probit }
    const labels = { classlabels_int64s: { ints: [0, 1] } }
    const open = (more: Attributes): Promise<unknown> =>
      js().open(bytesOf('TreeEnsembleClassifier', { ...attributes, ...more }, 'float32', ['int64', 'float32']))
    expect((await rejection(open(labels))).code).toBe('ERR_ONNX_UNSUPPORTED')
    await open({
      ...labels,
      class_ids: { ints: [0, 1] },
      class_weights: { floats: [0.2, 0.3] },
      post_transform: { string: 'NONE' },
    })
  })
})

// As onnxruntime 1.32 answers, but for the label of two classes, for which see spec/onnx.md.
describe('vectors without support', () => {
  const linear = { coefficients: { floats: [1, -1] }, rho: { floats: [0.1] } }
  const ask = (more: Attributes): Promise<unknown[][]> =>
    run('SVMClassifier', { ...linear, ...more }, f32([2, 1], 0.2, -0.3), 'int64', 'float32')
  test('PROBIT of each score, NaN where it is no probability', async () => {
    const [labels, scores] = (await ask({
      classlabels_ints: { ints: [4, 5] },
      post_transform: { string: 'PROBIT' },
    })) as [bigint[], number[]]
    expect(labels).toEqual([4n, 5n])
    expect(scores[0]).toBeCloseTo(-0.5244459, 6)
    expect(scores.slice(1, 3)).toEqual([NaN, NaN])
    expect(scores[3]).toBeCloseTo(-0.2533473, 4)
  })
  test('the score of one class is not transformed', async () => {
    const one = {
      coefficients: { floats: [1] },
      classlabels_ints: { ints: [1] },
      post_transform: { string: 'SOFTMAX' },
    }
    const [labels, scores] = (await ask(one)) as [bigint[], number[]]
    expect(labels).toEqual([1n, 0n])
    expect(scores[0]).toBeCloseTo(0.3, 6)
    expect(scores[1]).toBeCloseTo(-0.2, 6)
  })
  test('PROBIT of one score for two classes is not supported', async () => {
    const pair = {
      classlabels_ints: { ints: [4, 5] },
      support_vectors: { floats: [1, 2] },
      vectors_per_class: { ints: [1, 1] },
      post_transform: { string: 'PROBIT' },
    }
    expect((await rejection(ask(pair))).code).toBe('ERR_ONNX_UNSUPPORTED')
    const [, scores] = (await ask({ ...pair, prob_a: { floats: [-1] }, prob_b: { floats: [0] } })) as [0, number[]]
    expect(scores[0]).toBeCloseTo(-0.0626, 3)
    expect(scores[1]).toBeCloseTo(0.0626, 3)
  })
})

test('linear models', async () => {
  const linear = { coefficients: { floats: [2, -1] }, intercepts: { floats: [0.5] } }
  const rows = f64([2, 2], 1, 1, 0, 2)
  expect(await run('LinearRegressor', linear, rows, 'float32')).toEqual([[1.5, -1.5]])
  const surplus = { coefficients: { floats: [2, -1, 3, 4, 99] }, targets: { int: 2 } }
  expect(await run('LinearRegressor', surplus, rows, 'float32')).toEqual([[1, 7, -2, 8]])
  for (const coefficients of [[1], [1, 2, 3]]) {
    const few = { coefficients: { floats: coefficients }, targets: { int: 2 } }
    expect((await rejection(run('LinearRegressor', few, rows, 'float32'))).code).toMatch('ERR_')
  }
  expect(
    await run(
      'LinearClassifier',
      { ...linear, classlabels_strings: { strings: ['no', 'yes'] } },
      rows,
      'string',
      'float32',
    ),
  ).toEqual([
    ['yes', 'no'],
    [-0.5, 1.5, 2.5, -1.5],
  ])
})

test('columns', async () => {
  const rows = f32([2, 2], 3, 4, 0, 0)
  expect(await run('Scaler', { offset: { floats: [1, 2] }, scale: { floats: [2, 3] } }, rows, 'float32')).toEqual([
    [4, 6, -2, -6],
  ])
  expect(await run('Normalizer', { norm: { string: 'L1' } }, f32([2, 2], 3, -1, 0, 0), 'float32')).toEqual([
    [0.75, -0.25, 0, 0],
  ])
  expect(await run('Binarizer', { threshold: { float: 3 } }, rows, 'float32')).toEqual([[0, 1, 0, 0]])
  const imputed = { imputed_value_floats: { floats: [5, 6] }, replaced_value_float: { float: NaN } }
  expect(await run('Imputer', imputed, f32([2, 2], NaN, 1, 2, NaN), 'float32')).toEqual([[5, 1, 2, 6]])
  const whole = { imputed_value_int64s: { ints: [5, 6] }, replaced_value_int64: { int: -1 } }
  const int32: Tensor = { type: 'int32', dims: [2, 2], data: Int32Array.of(-1, 3, 2, -1) }
  // As the reference implementation of ONNX answers.
  expect(await run('Imputer', whole, int32, 'int32')).toEqual([[5, 3, 2, 6]])
  expect(await run('Binarizer', { threshold: { float: 2.5 } }, int32, 'int32')).toEqual([[0, 1, 0, 0]])
  expect(await run('Binarizer', { threshold: { float: 2.5 } }, i64([2], 2, 3), 'int64')).toEqual([[0n, 1n]])
  const cats = { cats_strings: { strings: ['a', 'constructor'] } }
  expect(await run('OneHotEncoder', cats, text([3], 'constructor', 'b', 'a'), 'float32')).toEqual([[0, 1, 0, 0, 1, 0]])
})

test('labels', async () => {
  const table = {
    keys_strings: { strings: ['a', '__proto__'] },
    values_int64s: { ints: [3, 4] },
    default_int64: { int: 8 },
  }
  const session = await js().open(bytesOf('LabelEncoder', table, 'string', ['int64'], 2))
  expect(session.runSync!({ x: text([3], '__proto__', 'b', 'a') })['y0']).toEqual(i64([3], 4, 8, 3))
  const first = { classes_strings: { strings: ['a', 'b'] } }
  expect(await run('LabelEncoder', first, text([2], 'b', 'c'), 'int64')).toEqual([[1n, -1n]])
})

// onnxruntime 1.32.0's answers.
test('labels of equal keys: the first, or the last place of version 1; NaN is a key from version 4 on', async () => {
  const twice = { classes_strings: { strings: ['a', 'a', 'b'] } }
  expect(await run('LabelEncoder', twice, text([3], 'a', 'b', 'z'), 'int64')).toEqual([[1n, 2n, -1n]])
  const table = { keys_floats: { floats: [NaN, 1, 1, NaN, 0, -0] }, values_strings: { strings: [...'pqrstu'] } }
  const x = f32([4], NaN, 1, 9, -0)
  for (const [version, nan] of [
    [2, '_Unused'],
    [3, '_Unused'],
    [4, 'p'],
  ] as const) {
    const session = await js().open(bytesOf('LabelEncoder', table, 'float32', ['string'], version))
    expect(session.runSync!({ x })['y0']).toEqual(text([4], nan, 'q', '_Unused', 't'))
  }
  const floats = { keys_int64s: { ints: [1] }, values_floats: { floats: [2] } }
  const session = await js().open(bytesOf('LabelEncoder', floats, 'int64', ['float32'], 4))
  expect(session.runSync!({ x: i64([2], 1, 3) })['y0']).toEqual(f32([2], 2, -0))
})

test('ZipMap makes a map for each row, new in each call', async () => {
  const zip = { ...node('ZipMap', ['x'], ['y'], two), domain: 'ai.onnx.ml' }
  const model = writeModel({
    irVersion: 10,
    opsets: [{ domain: 'ai.onnx.ml', version: 1 }],
    graph: {
      name: 'g',
      inputs: [{ name: 'x', type: 'float32', dims: null }],
      outputs: [{ name: 'y', type: null, dims: null }],
      nodes: [zip],
    },
  })
  const session = await js().open(model)
  const feeds: Record<string, Value> = { x: f32([2, 2], 0.25, 0.75, 1, 0) }
  const wanted = [
    new Map([
      [7n, 0.25],
      [9n, 0.75],
    ]),
    new Map([
      [7n, 1],
      [9n, 0],
    ]),
  ]
  expect(session.runSync!(feeds)['y']).toEqual(wanted)
  expect(session.runSync!(feeds)['y']).not.toBe(session.runSync!(feeds)['y'])
})

test('FeatureVectorizer takes axes after the first for columns', async () => {
  const inputs = { a: f64([2, 2], 1, 2, 3, 4), b: f64([2, 2, 2], 10, 11, 12, 13, 14, 15, 16, 17) }
  const definition = {
    opType: 'FeatureVectorizer',
    domain: 'ai.onnx.ml',
    inputs: ['a', 'b'],
    outputs: ['y'],
    attributes: { inputdimensions: { ints: [2, 5] } },
  }
  const bytes = modelOf([definition], { a: 'float64', b: 'float64' }, { y: 'float32' })
  const session = await js().open(bytes)
  const rows = [1, 2, 10, 11, 12, 13, 0, 3, 4, 14, 15, 16, 17, 0]
  expect(session.runSync!(inputs)).toEqual({ y: f32([2, 7], ...rows) })
  expect(refusal(() => session.runSync!({ ...inputs, b: f64([3, 1, 1], 1, 2, 3) })).code).toBe('ERR_TENSOR')
})

test("an index below 0 counts from the end, and onnxruntime's operators need no import", async () => {
  const model = modelOf(
    [
      { ...node('ArrayFeatureExtractor', ['x', 'i'], ['z']), domain: 'ai.onnx.ml' },
      { ...node('QuickGelu', ['z'], ['y'], { alpha: { float: 0 } }), domain: 'com.microsoft' },
    ],
    { x: 'float32', i: 'int64' },
    { y: 'float32' },
  )
  const session = await js().open(model)
  const feeds = { x: f32([2, 3], 2, 4, 6, 8, 10, 12), i: i64([3], -1, 0, -3) }
  expect(session.runSync!(feeds)).toEqual({ y: f32([2, 3], 3, 1, 1, 6, 4, 4) })
  const error = refusal(() => session.runSync!({ ...feeds, i: i64([1], -4) }))
  expect(error.message).toContain('expected an index from -3 to 2, got -4')
})
