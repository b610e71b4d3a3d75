import { describe, expect, test } from 'vitest'
import { writeArchive } from '../src/bundle/write.js'
import { BundleError } from '../src/errors.js'
import { load, type Model } from '../src/index.js'
import { js } from '../src/js.js'
import { canonical, writeJson, type JsonValue } from '../src/json/canonical.js'
import {
  decisionTable,
  defineBundle,
  input,
  linearRegression,
  logisticRegression,
  lookupTable,
  output,
  pack,
  type BundleDefinition,
  type OpNodeDefinition,
} from '../src/pack.js'
import { double, manifestOf, parse, readEntries } from './attacks/base.js'
import { writeModel } from '../src/onnx/write.js'
import type { Input } from '../src/schema/input.js'
import { age, churn, plan } from './fixtures/churn.js'

const refused = (code: string, at: string): unknown => expect.objectContaining({ code, at })
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof BundleError) return error.code
      throw error
    },
  )

/** Score 2 for age 40 and plan pro: sigmoid(2). */
const stays = {
  record: { age: 40, plan: 'pro' },
  outputs: { label: 'stay', probabilities: { leave: 0.11920292202211755, stay: 0.8807970779778824 } },
}
const close = { outputs: { probabilities: { absolute: 1e-15 } } }

describe('golden cases', () => {
  test('are replayed: the manifest says so, and the digest is stored', async () => {
    const refusal = { record: { age: 40, plan: 'gold' }, outputs: null }
    const model = await load(await pack({ ...churn, golden: { cases: [stays, refusal], tolerance: close } }))
    const report = await model.test()
    expect([model.manifest.verified, report.ok, report.cases]).toEqual([true, true, 2])
    const golden = parse(
      readEntries(await pack({ ...churn, golden: { cases: [stays], tolerance: close } })).get('golden.json')!,
    )
    expect(golden).toMatchObject({
      cases: [{ name: 'case 1', source: 'synthetic', features: null, terms: null }],
      tolerance: { outputs: { probabilities: { absolute: 1e-15, relative: 0, terms: 0 } }, features: { absolute: 0 } },
      backends: [{ backend: 'js', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
    })
  })

  test('that are not answered are refused, unless the author does not want them replayed', async () => {
    const wrong = {
      cases: [stays, { ...stays, name: 'wrong', outputs: { ...stays.outputs, label: 'leave' } }],
      tolerance: close,
    }
    await expect(pack({ ...churn, golden: wrong })).rejects.toEqual(
      refused('ERR_GOLDEN_INVALID', 'golden.json#/cases/1'),
    )
    const model = await load(await pack({ ...churn, golden: wrong }, { verify: false }))
    expect([model.manifest.verified, (await model.test()).ok]).toEqual([false, false])
  })

  test('that are none are refused where they are wrong', async () => {
    for (const [golden, at] of [
      [{ cases: [{ ...stays, source: 'mine' }] }, '/cases/0/source'],
      [{ cases: [{ ...stays, records: {} }] }, '/cases/0/records'],
      [{ cases: {} }, '/cases'],
      [{ cases: [], digest: 'x' }, '/digest'],
      [{ cases: [stays], tolerance: { outputs: { label: { absolute: NaN } } } }, '/tolerance/outputs/label/absolute'],
    ] as const) {
      await expect(pack({ ...churn, golden: golden as never })).rejects.toEqual(
        refused('ERR_GOLDEN_INVALID', `golden.json#${at}`),
      )
    }
  })

  test('about outputs that are not there are refused', async () => {
    for (const [golden, at] of [
      [{ cases: [stays, { ...stays, outputs: { ...stays.outputs, lable: 'stay' } }] }, '/cases/1/outputs/lable'],
      [{ cases: [{ ...stays, terms: { probability: 1 } }] }, '/cases/0/terms/probability'],
      [{ cases: [stays], tolerance: { outputs: { probability: { absolute: 1 } } } }, '/tolerance/outputs/probability'],
    ] as const) {
      const allowed = { tolerance: close, ...golden }
      await expect(pack({ ...churn, golden: allowed })).rejects.toEqual(
        refused('ERR_GOLDEN_INVALID', `golden.json#${at}`),
      )
    }
  })

  test('may be left out', async () => {
    expect((await load(await pack(churn))).manifest.verified).toBe(false)
  })
})

describe('the parts of a schema', () => {
  test('an input without options refuses whatever is not its type', async () => {
    expect(input('age', 'float64')).toEqual({
      ...age,
      range: null,
      policy: {
        absent: 'error',
        null: 'error',
        nan: 'error',
        infinite: 'error',
        wrong_type: 'error',
        out_of_range: 'error',
        beyond_float32: 'error',
      },
    })
    expect(input('plan', 'string', { categories: ['a'], policy: { unseen_category: 'missing' } })).toEqual({
      ...plan,
      categories: ['a'],
      policy: {
        absent: 'error',
        null: 'error',
        empty: 'error',
        wrong_type: 'error',
        unseen_category: 'missing',
        wrong_length: 'error',
      },
    })
  })

  test('an input of each type is one that a schema takes', async () => {
    const inputs = [
      input('float64', 'float64'),
      input('float32', 'float32'),
      input('int64', 'int64'),
      input('bool', 'bool'),
      input('string', 'string'),
      input('datetime', 'datetime'),
      input('number_list', 'number_list', { size: 2 }),
      input('string_list', 'string_list'),
      input('number_map', 'number_map', { keys: ['a'] }),
      input('string_map', 'string_map', { keys: ['a'] }),
    ]
    const outputs = [output('value', 'float64', 'value')]
    const definition: BundleDefinition = {
      name: 'types',
      version: '1',
      schema: { inputs, unknown_keys: 'error', outputs },
      graph: { nodes: [], outputs: { value: 'input:float64' } },
    }
    const { schema } = await load(await pack(definition))
    expect(schema.inputs).toEqual(inputs)
    expect(inputs.map(({ type }) => type)).toEqual(inputs.map(({ name }) => name))
    expect(inputs[5]).toMatchObject({ zoned: false, encoding: 'text', range: null })
    expect(inputs[6]).toMatchObject({ items: 'float64', size: 2 })

    const lacking: [Input, string][] = [
      // @ts-expect-error A size has no default.
      [input('less', 'number_list'), 'size'],
      // @ts-expect-error Keys have no default.
      [input('less', 'string_map'), 'keys'],
      // @ts-expect-error Nor have those of numbers, whatever else is said.
      [input('less', 'number_map', { items: 'float32' }), 'keys'],
    ]
    for (const [less, key] of lacking) {
      const schema = { ...definition.schema, inputs: [...inputs, less] }
      await expect(pack({ ...definition, schema })).rejects.toMatchObject({
        code: 'ERR_SCHEMA_INVALID',
        at: 'schema.json#/inputs/10',
        message: expect.stringContaining(key) as string,
      })
    }
  })

  test('an output has one value, or one for each key', () => {
    expect(output('label', 'string', 'label')).toEqual(churn.schema.outputs[0])
    expect(output('probabilities', 'float64', 'probabilities', { keys: ['leave', 'stay'] })).toEqual(
      churn.schema.outputs[1],
    )
    expect(output('z', 'float64', 'features', { form: 'list', unit: 'm' })).toMatchObject({
      form: 'list',
      keys: null,
      unit: 'm',
    })
  })
})

/** A bundle of one node, whose output is the one output. */
function single(
  node: BundleDefinition['graph']['nodes'][number],
  type: 'float64' | 'string',
  inputs = [input('age', 'float64'), input('plan', 'string')],
): BundleDefinition {
  return defineBundle({
    name: 'single',
    version: '1',
    schema: { inputs, unknown_keys: 'ignore', outputs: [output('value', type, 'value')] },
    graph: { nodes: [node], outputs: { value: 'model' in node ? `${node.id}.y` : node.id } },
  })
}

async function open(definition: BundleDefinition): Promise<(record: unknown) => unknown> {
  const model: Model = await load(await pack(definition))
  return (record) => model.predictSync(record).value
}

describe('tables', () => {
  const prices = [
    { plan: 'basic', seats: 1, price: 5 },
    { plan: 'pro', seats: 1, price: 12.5 },
    { plan: 'pro', seats: 10, price: 99 },
  ]
  const keys = { plan: 'input:plan', seats: 'input:age' }

  test('a lookup by two keys refuses what the table does not have', async () => {
    const price = await open(single(lookupTable('price', prices, { keys, values: ['price'] }), 'float64'))
    expect([price({ plan: 'pro', age: 10 }), price({ plan: 'basic', age: 1 })]).toEqual([99, 5])
    expect(() => price({ plan: 'basic', age: 10 })).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }) as Error)
  })

  test('or says something else', async () => {
    const price = await open(
      single(lookupTable('price', prices, { keys, values: ['price'], otherwise: [-1] }), 'float64'),
    )
    expect(price({ plan: 'basic', age: 10 })).toBe(-1)
  })

  test('a column that a row lacks, and keys twice, are refused', async () => {
    expect(() => lookupTable('price', prices, { keys, values: ['constructor'] })).toThrow(
      refused('ERR_ARGUMENT', '/0') as Error,
    )
    const twice = single(lookupTable('price', [...prices, ...prices], { keys, values: ['price'] }), 'float64')
    await expect(pack(twice)).rejects.toEqual(refused('ERR_ATTR_INVALID', 'graph.json#/nodes/0/attrs/keys/1/3'))
  })

  test('a decision table takes the first rule that holds', async () => {
    const inputs = { age: 'input:age', plan: 'input:plan' }
    const rules = [
      ['age < 18', 'no'],
      ['plan in ["pro", "team"] and age < 65', 'say "yes" \\ ja\u2028'],
      ['age < 65', ''],
    ] as const
    const decide = await open(single(decisionTable('decide', inputs, rules, 'ask'), 'string'))
    const answers = [17, 18, 64, 65].map((years) => decide({ age: years, plan: 'pro' }))
    expect(answers).toEqual(['no', 'say "yes" \\ ja\u2028', 'say "yes" \\ ja\u2028', 'ask'])
    expect(decide({ age: 20, plan: 'basic' })).toBe('')
  })

  test('of numbers that text says otherwise', async () => {
    const values = [-0, NaN, -Infinity, 1e-7, 1e21]
    const rules = values.map((value, i) => [`age == ${i}`, value] as const)
    const decide = await open(single(decisionTable('decide', { age: 'input:age' }, rules, -1.5), 'float64'))
    expect([...values.keys(), 9].map((i) => decide({ age: i, plan: 'x' }))).toEqual([
      -0,
      null,
      -Infinity,
      1e-7,
      1e21,
      -1.5,
    ])
  })

  test('of other values is refused', () => {
    for (const value of [true, null, undefined, {}] as never[]) {
      const inputs = { age: 'input:age' }
      expect(() => decisionTable('decide', inputs, [['age > 1', value]], 1)).toThrow(
        refused('ERR_ARGUMENT', '/0/1') as Error,
      )
      expect(() => decisionTable('decide', inputs, [], value)).toThrow(refused('ERR_ARGUMENT', '') as Error)
    }
  })

  test('with more rules than an expression has room for is refused', async () => {
    const rules = Array.from({ length: 65 }, (_, i) => [`age == ${i}`, i] as const)
    const definition = single(decisionTable('decide', { age: 'input:age' }, rules, 0), 'float64')
    await expect(pack(definition)).rejects.toEqual(
      refused('ERR_EXPRESSION_INVALID', 'graph.json#/nodes/0/attrs/expression'),
    )
  })
})

describe('linear models', () => {
  const inputs = [input('a', 'float64'), input('b', 'float64')]
  const about = { name: 'linear', version: '1' }
  const opened = async (parts: Pick<BundleDefinition, 'schema' | 'graph'>): Promise<Model> =>
    load(await pack({ ...about, ...parts }))

  test('a regression is the sum', async () => {
    const model = await opened(linearRegression({ inputs, coef: [[2, -1]], intercept: [0.5] }))
    expect(model.predictSync({ a: 3, b: 1 })).toEqual({ value: 5.5 })
    expect((await model.features({ a: 3, b: 1 })) as unknown).toEqual({ a: 3, b: 1 })
    expect(() => model.predictSync({ a: 3, b: 1, c: 2 })).toThrow(
      expect.objectContaining({ code: 'ERR_INPUT' }) as Error,
    )
  })

  test('of two classes the score speaks for the second, from above 0', async () => {
    const model = await opened(logisticRegression({ inputs, classes: ['no', 'yes'], coef: [[1, 2]], intercept: [-1] }))
    // scikit-learn's expit(2), and its 1 - expit(2).
    const { no, yes } = model.predictSync({ a: 1, b: 1 }).probabilities as { no: number; yes: number }
    expect([no, yes]).toEqual([0.11920292202211769, 0.8807970779778823].map((p) => expect.closeTo(p, 15) as number))
    expect(['a', 'b'].map((key) => model.predictSync({ a: +(key === 'a'), b: 0.5 * +(key === 'b') }).label)).toEqual([
      'no',
      'no',
    ])
    expect(model.predictSync({ a: 1, b: 0.5 }).label).toBe('yes')
  })

  test('of three the greatest is the label', async () => {
    const coef = [
      [1, 0],
      [0, 1],
      [0, 0],
    ]
    const model = await opened(logisticRegression({ inputs, classes: ['x', 'y', 'z'], coef, intercept: [0, 0, 0] }))
    expect(['a', 'b'].map((key) => model.predictSync({ a: +(key === 'a'), b: +(key === 'b') }).label)).toEqual([
      'x',
      'y',
    ])
    expect(model.predictSync({ a: -1, b: -1 }).label).toBe('z')
    const { x } = model.predictSync({ a: Math.log(2), b: 0 }).probabilities as { x: number }
    expect(x).toBeCloseTo(0.5, 14)
  })

  test('of other shapes are refused', () => {
    const classes = ['no', 'yes']
    const right = { inputs, classes, coef: [[1, 2]], intercept: [0] }
    const two = { coef: [[1, 2], [1, 2]], intercept: [0, 0] } // prettier-ignore
    for (const [wrong, at] of [
      [{ coef: [[1]] }, '/coef/0'],
      [{ coef: undefined }, '/coef'],
      [{ coef: [[1, '2']] }, '/coef/0/1'],
      [{ intercept: undefined }, '/intercept'],
      [{ intercept: 0 }, '/intercept'],
      [{ inputs: undefined }, '/inputs'],
      [{ inputs: [input('a', 'float64'), null] }, '/inputs/1'],
    ] as const) {
      expect(() => linearRegression({ ...right, ...wrong } as never)).toThrow(refused('ERR_ARGUMENT', at) as Error)
      expect(() => logisticRegression({ ...right, ...wrong } as never)).toThrow(refused('ERR_ARGUMENT', at) as Error)
    }
    for (const wrong of [
      { classes: undefined },
      { classes: ['no'] },
      { classes: [...classes, 'maybe'] },
      { ...two, classes: ['a', 'b', 'c'] },
    ]) {
      expect(() => logisticRegression({ ...right, ...wrong } as never)).toThrow(
        refused('ERR_ARGUMENT', '/classes') as Error,
      )
    }
    expect(() => linearRegression(null as never)).toThrow(refused('ERR_ARGUMENT', '') as Error)
    const long = linearRegression({ inputs, coef: [[1, 2]], intercept: [0, 0] })
    return expect(pack({ ...about, ...long })).rejects.toMatchObject({
      code: 'ERR_ATTR_INVALID',
      at: 'graph.json#/nodes/1/attrs/offset',
    })
  })
})

test('the type of a node knows its op', () => {
  const common = { id: 'x', version: 1, inputs: ['input:age'] } as const
  const nodes: readonly OpNodeDefinition[] = [
    { ...common, op: 'impute', attrs: { missing: NaN, fill: Float64Array.of(30) } },
    { ...common, op: 'impute', attrs: { missing: null, fill: { $strings: 'fill' } } },
    { ...common, op: 'linear', attrs: { matrix: { $tensor: 'm' }, offset: [0], dtype: 'float32' } },
    // @ts-expect-error An op that is not there.
    { ...common, op: 'imputed', attrs: { missing: NaN, fill: [30] } },
    // @ts-expect-error A version that is not there.
    { ...common, op: 'impute', version: 2, attrs: { missing: NaN, fill: [30] } },
    // @ts-expect-error An attribute is missing.
    { ...common, op: 'impute', attrs: { missing: NaN } },
    // @ts-expect-error One is too many.
    { ...common, op: 'impute', attrs: { missing: NaN, fill: [30], more: 1 } },
    // @ts-expect-error A choice that is none.
    { ...common, op: 'linear', attrs: { matrix: [[1]], offset: [0], dtype: 'float16' } },
    // @ts-expect-error A row is no matrix.
    { ...common, op: 'linear', attrs: { matrix: [1], offset: [0], dtype: 'float64' } },
    // @ts-expect-error One input, not two.
    { ...common, op: 'to_dense', inputs: ['x', 'y'], attrs: {} },
    // @ts-expect-error Nothing may be said.
    { ...common, op: 'to_dense', attrs: { dense: true } },
  ]
  expect(nodes).toHaveLength(11)
})

describe('an ONNX file with a graph of its own', () => {
  const node = {
    id: 'm',
    model: 'models/double.onnx',
    inputs: { X: 'input:age' },
    outputs: { y: { name: 'Y', type: 'float64', width: 1 } },
  } as const
  const models = { 'models/double.onnx': double }

  test('is scored, and its opset stands in the manifest', async () => {
    const bytes = await pack({ ...single(node, 'float64'), models })
    const model = await load(bytes)
    expect(model.predictSync({ age: 21, plan: 'x' })).toEqual({ value: 42 })
    expect(model.manifest.requires).toEqual({ ops: [], opsets: [{ domain: 'ai.onnx', version: 21 }] })
  })

  test('is one of several: the manifest has the highest opset of each domain that those called import', async () => {
    const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const
    const graph = {
      name: 'same',
      inputs: [port],
      outputs: [{ ...port, name: 'Y' }],
      nodes: [{ opType: 'Identity', inputs: ['X'], outputs: ['Y'] }],
    }
    const importing = (...opsets: { domain: string; version: number }[]): Uint8Array =>
      writeModel({ irVersion: 10, opsets, graph })
    const definition = single(node, 'float64')
    const second = { ...node, id: 'n', model: 'models/old.onnx' }
    const bytes = await pack({
      ...definition,
      graph: { ...definition.graph, nodes: [second, node] },
      models: {
        'models/double.onnx': double,
        'models/old.onnx': importing({ domain: 'org.example', version: 7 }, { domain: 'ai.onnx', version: 13 }),
        'models/unused.onnx': importing({ domain: '', version: 22 }, { domain: 'ai.onnx.ml', version: 3 }),
      },
    })
    expect((await load(bytes)).manifest.requires.opsets).toEqual([
      { domain: 'ai.onnx', version: 21 },
      { domain: 'org.example', version: 7 },
    ])
  })

  test('is opened by the backend of `load`, which has not every operator, or by the one that is passed', async () => {
    const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const
    const outputs = [{ ...port, name: 'Y' }]
    const nodes = [{ opType: 'Ceil', inputs: ['X'], outputs: ['Y'] }]
    const graph = { name: 'ceil', inputs: [port], outputs, nodes }
    const ceil = writeModel({ irVersion: 10, opsets: [{ domain: '', version: 21 }], graph })
    const definition = { ...single(node, 'float64'), models: { 'models/double.onnx': ceil } }
    await expect(pack(definition)).rejects.toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED' })
    const bytes = await pack(definition, { backend: js() })
    await expect(load(bytes)).rejects.toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED' })
    expect((await load(bytes, { backend: js() })).predictSync({ age: 1.5, plan: 'x' })).toEqual({ value: 2 })
    await expect(pack(definition, { backend: {} as never })).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
  })

  test.each<[string, Partial<BundleDefinition>, object, string, string]>([
    [
      'damaged',
      { models: { 'models/double.onnx': double.slice(0, -3) } },
      {},
      'ERR_ONNX_INVALID',
      'models/double.onnx…',
    ],
    ['not there', { models: {} }, {}, 'ERR_REF_UNKNOWN', 'graph.json#/nodes/0/model'],
    ['no bytes', { models: { 'models/double.onnx': 'bytes' as never } }, {}, 'ERR_ARGUMENT', 'models/double.onnx'],
    ['a name that none may have', { models: { ...models, '../a.onnx': double } }, {}, 'ERR_ZIP_NAME', ''],
    [
      'an input it lacks',
      { models },
      { inputs: { Z: 'input:age' } },
      'ERR_GRAPH_INVALID',
      'graph.json#/nodes/0/inputs/Z',
    ],
    [
      'another width',
      { models },
      { outputs: { y: { ...node.outputs.y, width: 2 } } },
      'ERR_GRAPH_INVALID',
      'graph.json#/outputs…',
    ],
  ])('%s', async (_, part, change, code, at) => {
    const error: unknown = await pack({ ...single({ ...node, ...change }, 'float64'), ...part }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(BundleError)
    const { code: got, at: place } = error as BundleError
    expect([got, at.endsWith('…') ? place.startsWith(at.slice(0, -1)) : place]).toEqual([code, at.endsWith('…') || at])
  })
})

describe('what is no definition', () => {
  test.each<[string, object, string]>([
    ['a part of another name', { licens: 'MIT' }, 'licens'],
    ['no models', { models: null }, 'models'],
    ['no cases', { golden: null }, 'golden'],
    ['a card that is no text', { readme: null }, 'readme'],
    ['bytes', { license: Uint8Array.of(65) }, 'license'],
    ['a card with half a character', { readme: 'a\ud800' }, 'readme'],
    [
      'a tensor of other numbers',
      { tensors: { w: { dtype: 'F64', shape: [1], data: Float32Array.of(3) } } },
      'tensors.safetensors#/w',
    ],
  ])('%s', async (_, part, at) => {
    await expect(pack({ ...churn, ...part })).rejects.toEqual(refused('ERR_ARGUMENT', at))
  })

  test('files in the place of entries that are made of other parts', async () => {
    for (const part of [
      { extra: { 'golden.json': new Uint8Array(2) } },
      { extra: { 'models/a.onnx': double } },
      { models: { 'schema.json': new Uint8Array(2) } },
    ]) {
      await expect(pack({ ...churn, ...part })).rejects.toEqual(refused('ERR_ZIP_NAME', ''))
    }
  })

  test('objects that JSON has no form for, which would be empty ones', async () => {
    const facts = { libraries: {}, platform: null, source_revision: null, data: [], metrics: {} }
    for (const value of [new Date(0), new Map([['a', 1]]), new Set([1]), new DataView(new ArrayBuffer(8))]) {
      const training = { ...facts, parameters: { value } } as never
      await expect(pack({ ...churn, training })).rejects.toEqual(
        refused('ERR_JSON_INVALID', '/training/parameters/value'),
      )
    }
    const since = { record: { ...stays.record, since: new Date(0) }, outputs: stays.outputs }
    await expect(pack({ ...churn, golden: { cases: [since], tolerance: close } })).rejects.toEqual(
      refused('ERR_JSON_INVALID', '/golden/cases/0/record/since'),
    )
  })

  test('what holds itself, is deeper than JSON may be or endless as text, or throws when it is read', async () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    let deep: unknown = 0
    for (let i = 0; i < 100_000; i++) deep = [deep]
    let wide: unknown = 'x'
    for (let i = 0; i < 60; i++) wide = [wide, wide]
    const boom = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new TypeError('boom')
      },
    })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const [value, code, deeper] of [
      [cycle, 'ERR_JSON_INVALID', '/0'],
      [deep, 'ERR_LIMIT', '/0'.repeat(64)],
      [wide, 'ERR_LIMIT', ''],
      [new Array(2 ** 32 - 1), 'ERR_LIMIT', ''],
      [5n, 'ERR_JSON_INVALID', ''],
      [boom, 'ERR_ARGUMENT', null],
      [proxy, 'ERR_ARGUMENT', null],
    ] as const) {
      const at = (place: string): unknown =>
        deeper === null ? '' : (expect.stringMatching(new RegExp(`^${place}(/0)*$`)) as unknown)
      const wrong = value as never
      await expect(pack({ ...churn, profile: wrong })).rejects.toMatchObject({ code, at: at('/profile') })
      for (const [call, place] of [
        [() => linearRegression({ inputs: [], coef: wrong, intercept: [] }), '/coef'],
        [() => logisticRegression({ inputs: [], coef: [], intercept: [], classes: wrong }), '/classes'],
        [() => input('age', 'float64', { range: wrong }), '/range'],
        [() => output('age', 'float64', 'value', { keys: wrong }), '/keys'],
        [() => lookupTable('t', [], { keys: {}, values: wrong }), '/values'],
        [() => lookupTable('t', [{ a: wrong }], { keys: {}, values: ['a'] }), '/0/a'],
        [() => decisionTable('t', {}, wrong, 0), ''],
      ] as const) {
        expect(call).toThrow(expect.objectContaining({ code, at: at(place) }) as Error)
      }
    }
  })

  test('what is no text or number where JSON needs one is refused in its place', async () => {
    for (const [part, at] of [
      [{ name: undefined as never }, 'bundle.json#/name'],
      [{ version: '\ud800' }, 'bundle.json#/version'],
      [{ schema: { ...churn.schema, unknown_keys: undefined as never } }, 'schema.json#/unknown_keys'],
      [{ strings: { a: ['x', undefined as never] } }, 'strings.json#/a/1'],
      [{ golden: { cases: [{ ...stays, record: { '\ud800': 1 } }] } }, 'golden.json#/cases/0/record'],
    ] as const) {
      await expect(pack({ ...churn, ...part })).rejects.toEqual(refused('ERR_JSON_INVALID', at))
    }
  })

  test('golden tolerances that are none', async () => {
    for (const [tolerance, at] of [
      [null, ''],
      [{ outputs: null }, '/outputs'],
      [{ outputs: { label: null } }, '/outputs/label'],
      [{ features: 3 }, '/features'],
      [{ feature: {} }, '/feature'],
    ] as const) {
      await expect(pack({ ...churn, golden: { cases: [stays], tolerance: tolerance as never } })).rejects.toEqual(
        refused('ERR_GOLDEN_INVALID', `golden.json#/tolerance${at}`),
      )
    }
  })

  test('a sha256 that is no function', async () => {
    await expect(pack(churn, { sha256: null as never })).rejects.toEqual(refused('ERR_ARGUMENT', ''))
  })

  test('an input of another type', () => {
    expect(() => input('age', 'float' as 'float64')).toThrow(refused('ERR_ARGUMENT', '') as Error)
  })
})

test('the manifest of what is loaded is frozen', async () => {
  const { manifest } = await load(await pack(churn))
  for (const part of [manifest, manifest.entries, manifest.entries[0]!, manifest.requires.ops[0]!]) {
    expect(Object.isFrozen(part)).toBe(true)
  }
})

test('the same definition gives the same bytes', async () => {
  const golden = { cases: [stays], tolerance: close }
  expect(await pack({ ...churn, golden })).toEqual(await pack({ ...churn, golden }))
})

test.each<[string, Partial<BundleDefinition>, string, string]>([
  ['a time that is none', { created: 'today' }, 'ERR_MANIFEST_INVALID', 'bundle.json#/created'],
  [
    'rows of an entry that is not there',
    { containsTrainingRows: ['golden.json'] },
    'ERR_MANIFEST_INVALID',
    'bundle.json#/contains_training_rows/0',
  ],
  ['no name', { name: '' }, 'ERR_MANIFEST_INVALID', 'bundle.json#/name'],
  ['no graph', { graph: undefined as never }, 'ERR_GRAPH_INVALID', 'graph.json#'],
  ['no schema', { schema: undefined as never }, 'ERR_SCHEMA_INVALID', 'schema.json#'],
  ['a graph that is a number', { graph: 3 as never }, 'ERR_GRAPH_INVALID', 'graph.json#'],
])('%s', async (_, part, code, at) => {
  await expect(pack({ ...churn, ...part })).rejects.toEqual(refused(code, at))
})

/** The value with one place changed, for every place. */
function* changes(value: JsonValue): Generator<JsonValue> {
  for (const other of [null, -1, 'input:age', [], {}, { $number: 'NaN' }]) yield other
  if (Array.isArray(value)) {
    for (const [i, item] of (value as JsonValue[]).entries()) {
      for (const changed of changes(item)) yield value.with(i, changed) as JsonValue
      yield value.toSpliced(i, 1) as JsonValue
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const changed of changes(item as JsonValue)) yield { ...value, [key]: changed }
    }
  }
}

test.each(['schema', 'graph'] as const)('pack refuses a %s with the code that load refuses it with', async (part) => {
  const entries = readEntries(await pack(churn))
  const document = parse(entries.get(`${part}.json`)!) as JsonValue
  const counts = { taken: 0, refused: 0 }
  let i = 0
  for (const changed of changes(document)) {
    if (i++ % 9 !== 0) continue
    const all = new Map([...entries, [`${part}.json`, writeJson(changed)]])
    const read = await outcome(load(writeArchive(new Map([...all, ['bundle.json', manifestOf(all)]]))))
    const packed = await outcome(pack({ ...churn, [part]: changed }))
    if (packed !== read) expect.fail(`pack: ${String(packed)}, load: ${String(read)} of ${canonical(changed)}`)
    counts[read === 'taken' ? 'taken' : 'refused']++
  }
  expect(counts.taken).toBeGreaterThan(0)
  expect(counts.refused).toBeGreaterThan(30)
})
