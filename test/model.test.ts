import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Backend, Session, Value } from '../src/backends/backend.js'
import { allKernels } from '../src/backends/js/kernels/index.js'
import { jsBackend } from '../src/backends/js/session.js'
import { defineBackend, load as loadCore } from '../src/core.js'
import { load } from '../src/index.js'
import { loadWith } from '../src/model/load.js'
import type { BundleError, Issue } from '../src/errors.js'
import type { Model } from '../src/model/model.js'
import type { Source } from '../src/model/source.js'
import { writeModel } from '../src/onnx/write.js'
import { allOps } from '../src/ops/index.js'
import type { BundleDefinition } from '../src/pack/define.js'
import { input } from '../src/pack/input.js'
import { packWith } from '../src/pack/pack.js'
import { allTypes, datetime } from '../src/schema/types/index.js'
import { age, churn, plan } from './fixtures/churn.js'

const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const
/** Y = X + X. */
const double = writeModel({
  irVersion: 10,
  opsets: [{ domain: '', version: 21 }],
  graph: {
    name: 'double',
    inputs: [port],
    outputs: [{ ...port, name: 'Y' }],
    nodes: [{ opType: 'Add', inputs: ['X', 'X'], outputs: ['Y'] }],
  },
})

const noModels = defineBackend({ name: 'none', open: () => Promise.reject(new Error('no model expected')) })
const tables = { ops: allOps, types: allTypes, backend: noModels }
const open = async (definition: BundleDefinition, backend: Backend = noModels): Promise<Model> =>
  loadWith(await packWith(definition, tables, { verify: false, backend }), tables, { backend })

const stay = { age: 40, plan: 'pro' }
let model: Model
beforeAll(async () => {
  model = await open(churn)
})

describe('one record', () => {
  test('is scored, with and without a promise', async () => {
    const output = await model.predict(stay)
    expect(output).toEqual({
      label: 'stay',
      probabilities: { leave: 1 - 1 / (1 + Math.exp(-2)), stay: 1 / (1 + Math.exp(-2)) },
    })
    expect(model.predictSync(stay)).toEqual(output)
    expect(Object.getPrototypeOf(output.probabilities)).toBe(Object.prototype)
  })

  test('missing is imputed', () => {
    expect(model.predictSync({ age: null, plan: 'basic' }).label).toBe('leave')
    expect(model.features({ age: NaN, plan: 'basic' })).toEqual({ age: 0, 'plan=basic': 1, 'plan=pro': 0 })
  })

  test('all its problems are in one error', async () => {
    const issues = [
      { row: 0, field: 'age', code: 'wrong_type', value: 'old', fatal: true },
      { row: 0, field: 'plan', code: 'absent', value: undefined, fatal: true },
    ]
    const expected = expect.objectContaining({
      name: 'BundleError',
      code: 'ERR_INPUT',
      issues: issues.map((issue) => expect.objectContaining(issue) as unknown),
    }) as unknown
    await expect(model.predict({ age: 'old' })).rejects.toThrow(expected as Error)
    expect(() => model.predictSync({ age: 'old' })).toThrow(expected as Error)
    expect(() => model.features({ age: 'old' })).toThrow(expected as Error)
  })

  test('a key of any text is one short line of the message, and whole in the issue', async () => {
    const strict = await open({ ...churn, schema: { ...churn.schema, unknown_keys: 'error' } })
    const key = 'a\nb' + 'x'.repeat(100_000)
    const thrown = expect.objectContaining({
      code: 'ERR_INPUT',
      message: expect.stringMatching(/^a\\nbx{57}…: unknown key "a\\nbx{57}…"$/) as string,
      issues: [expect.objectContaining({ field: key, code: 'unknown_key' })],
    }) as Error
    expect(() => strict.predictSync({ ...stay, [key]: 1 })).toThrow(thrown)
  })

  test('a transform refuses it, naming the node', () => {
    const issue = { row: 0, field: 'plans', code: 'refused_by_transform', value: 'gold', fatal: true }
    for (const call of [
      () => model.predictSync({ age: 1, plan: 'gold' }),
      () => model.features({ age: 1, plan: 'gold' }),
    ]) {
      expect(call).toThrow(
        expect.objectContaining({ code: 'ERR_INPUT', issues: [expect.objectContaining(issue)] }) as Error,
      )
    }
    expect(model.validate({ age: 1, plan: 'gold' })).toEqual({ ok: true, value: { age: 1, plan: 'gold' }, issues: [] })
  })

  test('a value that is kept is told', async () => {
    const issues: Issue[] = []
    const onIssue = (issue: Issue): void => {
      issues.push(issue)
    }
    const old = { age: 130, plan: 'pro' }
    expect(await model.predict(old, { onIssue })).toEqual(model.predictSync(old, { onIssue }))
    await model.predict(stay, { onIssue })
    expect(() => model.predictSync({ age: 130 }, { onIssue })).toThrow()
    const issue = expect.objectContaining({ row: 0, field: 'age', code: 'out_of_range', fatal: false }) as unknown
    expect(issues).toEqual([issue, issue])
    expect(model.validate(old)).toMatchObject({ ok: true, issues: [issue] })
  })

  test('what is told of issues can be called', async () => {
    const onIssue = 5 as unknown as () => void
    const code = expect.objectContaining({
      code: 'ERR_ARGUMENT',
      message: 'expected a function for onIssue, got 5',
    }) as Error
    expect(() => model.predictSync(stay, { onIssue })).toThrow(code)
    await expect(model.predict(stay, { onIssue })).rejects.toThrow(code)
  })

  test('what a refused record left behind does not reach the next one', () => {
    expect(() => model.predictSync({ age: 1, plan: 'gold' })).toThrow()
    expect(model.features(stay)).toEqual({ age: 1, 'plan=basic': 0, 'plan=pro': 1 })
  })
})

describe('a batch', () => {
  const rows = 2500
  const records = Array.from({ length: rows }, (_, row) => ({ age: row % 50, plan: row % 3 === 0 ? 'pro' : 'basic' }))

  test('gives what single records give, over several blocks', async () => {
    const { outputs, issues } = await model.predictBatch(records)
    expect(issues).toEqual([])
    expect(outputs).toEqual(records.map((record) => model.predictSync(record)))
  })

  test('columns in, columns out', () => {
    const columns = {
      age: Float64Array.from(records, (record) => record.age),
      plan: records.map((record) => record.plan),
    }
    const { outputs } = model.predictBatchSync(columns)
    const single = records.map((record) => model.predictSync(record))
    expect(outputs.label).toEqual(single.map((output) => output.label))
    const stays = single.map((output) => (output.probabilities as { stay: number }).stay)
    expect((outputs.probabilities as Record<string, unknown>).stay).toEqual(Float64Array.from(stays))
  })

  test('bad records spoil nothing and keep their rows', async () => {
    const mixed: unknown[] = [...records]
    mixed[3] = { age: 1, plan: 'gold' }
    mixed[1500] = 'no record'
    mixed[2000] = { age: 200, plan: 'pro' }
    const { outputs, issues } = await model.predictBatch(mixed, { onInvalid: 'null' })
    expect(issues.map(({ row, code, fatal }) => [row, code, fatal])).toEqual([
      [3, 'refused_by_transform', true],
      [1500, 'not_a_record', true],
      [2000, 'out_of_range', false],
    ])
    expect(outputs.flatMap((output, row) => (output === null ? [row] : []))).toEqual([3, 1500])
    expect(outputs[1501]).toEqual(model.predictSync(records[1501]))
    await expect(model.predictBatch(mixed)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_INPUT',
        message: expect.stringMatching(/^row 3, plans: .*, and 1 more$/) as string,
      }) as Error,
    )
  })

  test('of nothing is nothing', () => {
    expect(model.predictBatchSync([])).toEqual({ outputs: [], issues: [] })
  })

  test('a wrong option is refused', () => {
    expect(() => model.predictBatchSync([], { onInvalid: 'skip' as 'null' })).toThrow(/onInvalid/)
    const argument = expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error
    expect(() => model.predictSync(stay, null as never)).toThrow(argument)
    expect(() => model.predictBatchSync([], null as never)).toThrow(argument)
    expect(() => model.predictBatchSync([], { oninvalid: 'null' } as never)).toThrow(
      'expected an option of onInvalid, got "oninvalid"',
    )
    expect(() => model.predictSync(stay, { onIssues: () => 0 } as never)).toThrow(argument)
  })
})

describe('golden cases', () => {
  const exact = { absolute: 0, relative: 0, terms: 0 }
  const golden = (probability: number, features: (number | null)[] = [1, 0, 1]): BundleDefinition => ({
    ...churn,
    golden: {
      cases: [
        {
          name: 'stays',
          source: 'synthetic',
          record: { age: 40, plan: 'pro' },
          outputs: { label: 'stay', probabilities: { leave: 1 - probability, stay: probability } },
          features,
          terms: null,
        },
        {
          name: 'unseen',
          source: 'synthetic',
          record: { age: 40, plan: 'gold' },
          outputs: null,
          features: null,
          terms: null,
        },
      ],
      tolerance: { outputs: { probabilities: { ...exact, absolute: 1e-3 } }, features: exact },
      backends: [],
    },
  })

  test('right ones pass, with the worst deviation', async () => {
    const report = await (await open(golden(0.881))).test()
    expect(report).toMatchObject({ ok: true, cases: 2, failures: [] })
    expect(report.worst.probabilities).toBeCloseTo(0.881 - 1 / (1 + Math.exp(-2)), 10)
    expect(report.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  test('a number beyond the tolerance fails, naming case and cell', async () => {
    const { ok, failures } = await (await open(golden(0.9))).test()
    expect(ok).toBe(false)
    expect(failures.map(({ case: name, output }) => [name, output])).toEqual([
      ['stays', 'probabilities.leave'],
      ['stays', 'probabilities.stay'],
    ])
  })

  test('an infinity is right for itself alone, whatever is allowed of finite numbers', async () => {
    const { golden: of } = golden(0.881)
    const [stays] = of!.cases
    const wide = { absolute: 1e300, relative: 1, terms: 1e300 }
    for (const outside of [Infinity, -Infinity]) {
      const outputs = { label: 'stay', probabilities: { leave: 0.119, stay: outside } }
      const features = [outside, 0, 1]
      const cases = [{ ...stays!, outputs, features, terms: { probabilities: 1e300 } }]
      const tolerance = { outputs: { probabilities: wide }, features: wide }
      const { failures } = await (await open({ ...churn, golden: { cases, tolerance, backends: [] } })).test()
      expect(failures.map(({ output }) => output)).toEqual(['probabilities.stay', 'features[0]'])
    }
  })

  test('features are compared too', async () => {
    const { failures } = await (await open(golden(0.881, [1, 0, null]))).test()
    expect(failures).toMatchObject([{ case: 'stays', output: 'features[2]', expected: null, got: 1 }])
  })

  test('a bundle without them says so', async () => {
    await expect(model.test()).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_ENTRY_MISSING', at: 'golden.json' }) as Error,
    )
  })

  test('a stored digest that differs fails', async () => {
    const stored = { backend: 'js', digest: 'f'.repeat(64), worst: {} }
    const definition = golden(0.881)
    const document = { ...definition.golden!, backends: [stored] }
    const js = { ...noModels, name: 'js' }
    const { ok, failures } = await (await open({ ...definition, golden: document }, js)).test()
    expect(ok).toBe(false)
    expect(failures).toMatchObject([{ case: 'digest', expected: stored.digest }])
  })
})

describe('model calls', () => {
  /** Answers y = 2 x, later for earlier calls, so that overlapping calls end in another order. */
  const doubling = (answer?: (x: Float64Array) => Record<string, Value>): Backend => {
    let calls = 0
    const session: Session = {
      inputs: [port],
      outputs: [{ ...port, name: 'Y' }],
      opsets: [{ domain: '', version: 21 }],
      async run({ X }) {
        const wait = (5 - (calls++ % 5)) * 2
        const x = (X as { data: Float64Array }).data
        await new Promise((resolve) => setTimeout(resolve, wait))
        const data = x.map((value) => 2 * value)
        return answer?.(x) ?? { Y: { type: 'float64', dims: [data.length, 1], data } }
      },
      dispose: () => undefined,
    }
    return { name: 'later', open: () => Promise.resolve(session) }
  }
  const definition: BundleDefinition = {
    ...churn,
    models: { 'models/double.onnx': double },
    schema: {
      inputs: [age, plan],
      unknown_keys: 'ignore',
      outputs: [
        { name: 'value', type: 'float64', meaning: 'value', form: 'value', keys: null, description: null, unit: null },
      ],
    },
    graph: {
      nodes: [
        {
          id: 'm',
          model: 'models/double.onnx',
          inputs: { X: 'input:age' },
          outputs: { y: { name: 'Y', type: 'float64', width: 1 } },
        },
      ],
      features: [{ from: 'm.y', names: ['doubled'] }],
      outputs: { value: 'm.y' },
    },
  }

  test('skewless/core without kernels scores what has no model, and names the model that it can not run', async () => {
    const bytes = await packWith(churn, tables, { verify: false })
    expect((await loadCore(bytes, { ops: allOps })).predictSync(stay)).toEqual(model.predictSync(stay))
    const calling = await packWith(definition, { ...tables, backend: jsBackend(allKernels) }, { verify: false })
    await expect(loadCore(calling, { ops: allOps })).rejects.toMatchObject({
      code: 'ERR_ONNX_UNSUPPORTED',
      at: 'models/double.onnx',
    })
    await expect(loadCore(calling, { ops: allOps, kernels: [{} as never] })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    })
  })

  /** Methods of a class, which lose what they belong to where they are only copied. */
  class Own implements Backend {
    readonly name = 'own'
    readonly #js = jsBackend(allKernels)
    open(...given: Parameters<Backend['open']>): Promise<Session> {
      return this.#js.open(...given)
    }
  }

  test("a backend of one's own runs in skewless as it is, and in skewless/core by defineBackend", async () => {
    const calling = await packWith(definition, tables, { verify: false, backend: new Own() })
    const record = { age: 21, plan: 'pro' }
    expect((await load(calling, { backend: new Own() })).predictSync(record)).toEqual({ value: 42 })
    expect((await load(calling, { backend: defineBackend(new Own()) })).predictSync(record)).toEqual({ value: 42 })
    const core = await loadCore(calling, { ops: allOps, backend: defineBackend(new Own()) })
    expect(core.predictSync(record)).toEqual({ value: 42 })
    expect(await core.predict(record)).toEqual({ value: 42 })
    for (const backend of [new Own(), null, {}, () => new Own()]) {
      await expect(loadCore(calling, { ops: allOps, backend: backend as never })).rejects.toMatchObject({
        code: 'ERR_ARGUMENT',
        message: expect.stringContaining('defineBackend') as string,
      })
    }
  })

  test('a manifest with other opsets than the models import is refused, and what was opened closed', async () => {
    let disposed = 0
    const backend: Backend = {
      name: 'own',
      async open(...given) {
        const session = await jsBackend(allKernels).open(...given)
        return { ...session, opsets: [{ domain: '', version: 20 }], dispose: () => disposed++ }
      },
    }
    const calling = await packWith(definition, tables, { verify: false, backend: jsBackend(allKernels) })
    await expect(loadWith(calling, tables, { backend })).rejects.toMatchObject({
      code: 'ERR_MANIFEST_INVALID',
      at: 'bundle.json#/requires/opsets',
    })
    expect(disposed).toBe(1)
  })

  test('overlapping calls on an asynchronous backend never mix rows', async () => {
    const later = await open(definition, doubling())
    const single = Array.from({ length: 20 }, async (_, i) => (await later.predict({ age: i, plan: 'pro' })).value)
    const batches = Array.from({ length: 5 }, async (_, b) => {
      const records = Array.from({ length: 1500 }, (_, row) => ({ age: b + row / 1500, plan: 'pro' }))
      const { outputs } = await later.predictBatch(records)
      return outputs.every((output, row) => output?.value === 2 * records[row]!.age)
    })
    expect(await Promise.all(single)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i))
    expect(await Promise.all(batches)).toEqual([true, true, true, true, true])
  })

  /** As from a package of its own: what it throws is no BundleError of ours. */
  const withForeignErrors = (backend: Backend): Backend => ({
    ...backend,
    async open(model, options) {
      const session = await backend.open(model, options)
      const runSync: Session['runSync'] = (feeds) => {
        try {
          return session.runSync!(feeds)
        } catch (error) {
          throw Object.assign(new Error((error as Error).message), { code: (error as BundleError).code })
        }
      }
      return { ...session, runSync, run: (feeds) => Promise.resolve(runSync(feeds)) }
    },
  })

  test('values that the model can not take refuse their own record, and no other', async () => {
    const lookup = writeModel({
      irVersion: 10,
      opsets: [{ domain: '', version: 21 }],
      graph: {
        name: 'lookup',
        inputs: [port],
        outputs: [{ ...port, name: 'Y' }],
        initializers: [{ name: 'table', type: 'float64', dims: [3], data: Float64Array.of(10, 20, 30) }],
        nodes: [
          { opType: 'Cast', inputs: ['X'], outputs: ['i'], attributes: { to: { int: 7 } } },
          { opType: 'Gather', inputs: ['table', 'i'], outputs: ['Y'] },
        ],
      },
    })
    for (const backend of [jsBackend(allKernels), withForeignErrors(jsBackend(allKernels))]) {
      const gather = await open({ ...definition, models: { 'models/double.onnx': lookup } }, backend)
      const records = [1, 7, null, 2].map((value) => ({ age: value, plan: 'pro' }))
      const { outputs, issues } = await gather.predictBatch(records, { onInvalid: 'null' })
      expect(outputs).toEqual([{ value: 20 }, null, null, { value: 30 }])
      expect(issues.map(({ row, field, code }) => [row, field, code])).toEqual([
        [1, 'm', 'refused_by_transform'],
        [2, 'm', 'refused_by_transform'],
      ])
      expect(() => gather.predictSync(records[1])).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }) as Error)
    }
  })

  test('a model that wants something else than numbers of three types is refused at its input', async () => {
    for (const type of ['string', 'bool', 'int32', 'float16', 'uint64', null] as const) {
      const backend = doubling()
      const session = await backend.open(double)
      const other = { ...backend, open: async () => ({ ...session, inputs: [{ ...port, type }] }) }
      await expect(open(definition, other)).rejects.toMatchObject({
        code: 'ERR_GRAPH_INVALID',
        at: 'graph.json#/nodes/0/inputs/X',
      })
    }
  })

  test('synchronous calls say what they can not do', async () => {
    const later = await open(definition, doubling())
    for (const call of [later.predictSync, later.predictBatchSync, later.features]) {
      const argument = (call === later.predictBatchSync ? [stay] : stay) as never
      expect(() => call(argument) as unknown).toThrow(expect.objectContaining({ code: 'ERR_SYNC' }) as Error)
    }
  })

  test('an answer of another form than declared is an error of the backend', async () => {
    const wrong = await open(
      definition,
      doubling(() => ({ Y: { type: 'float64', dims: [1, 2], data: Float64Array.of(1, 2) } })),
    )
    await expect(wrong.predict(stay)).rejects.toThrow(expect.objectContaining({ code: 'ERR_BACKEND' }) as Error)
  })
})

describe('sources', () => {
  const count = (source: Source): Promise<number> =>
    loadWith(source, tables, {}).then((loaded) => loaded.schema.inputs.length)

  test('bytes, a part of a larger buffer, an ArrayBuffer, a Blob, a Response, bytes of another realm', async () => {
    const bytes = await packWith(churn, tables)
    const padded = new Uint8Array(bytes.length + 2)
    padded.set(bytes, 1)
    const foreign = runInNewContext('(bytes) => Uint8Array.from(bytes)') as (from: Uint8Array) => Uint8Array
    const sources: Source[] = [
      bytes,
      padded.subarray(1, -1),
      bytes.slice().buffer as ArrayBuffer,
      new Blob([bytes as never]),
      new Response(bytes as never),
      foreign(bytes),
      foreign(bytes).buffer as ArrayBuffer,
    ]
    for (const source of sources) expect(await count(source)).toBe(2)
  })

  test.each([[new Response('', { status: 404 })], ['text'], [null], [undefined], [3], [{}]])(
    '%s is refused',
    async (source) => {
      await expect(count(source as never)).rejects.toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error)
    },
  )

  test('what is changed after the call was made does not count', async () => {
    const bytes = await packWith(churn, tables)
    const loading = count(bytes)
    bytes.fill(0)
    expect(await loading).toBe(2)
  })
})

describe('SHA-256', () => {
  const noCrypto = async (call: () => Promise<unknown>): Promise<unknown> => {
    vi.stubGlobal('crypto', undefined)
    try {
      return await call()
    } finally {
      vi.unstubAllGlobals()
    }
  }
  const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

  test('a host without WebCrypto is told so, and can pass its own', async () => {
    const bytes = await packWith(churn, tables)
    const expected = expect.objectContaining({ code: 'ERR_SHA256' }) as Error
    await expect(noCrypto(() => loadWith(bytes, tables, {}))).rejects.toThrow(expected)
    expect(await noCrypto(async () => (await loadWith(bytes, tables, { sha256 })).identity)).toBe(model.identity)
  })
})

test('strings.json that holds something else is refused', async () => {
  const strings = { plans: ['basic', 3] } as never
  const expected = expect.objectContaining({ code: 'ERR_STRINGS_INVALID', at: 'strings.json#/plans/1' }) as Error
  await expect(packWith({ ...churn, strings }, tables)).rejects.toThrow(expected)
})

test('a disposed model answers nothing', async () => {
  const gone = await open(churn)
  gone.dispose()
  gone.dispose()
  const code = expect.objectContaining({ code: 'ERR_DISPOSED' }) as Error
  expect(() => gone.predictSync(stay)).toThrow(code)
  expect(() => gone.predictBatchSync([stay])).toThrow(code)
  expect(() => gone.features(stay)).toThrow(code)
  expect(() => gone.validate(stay)).toThrow(code)
  expect(() => gone.input['~standard'].validate(stay)).toThrow(code)
  await expect(gone.predict(stay)).rejects.toThrow(code)
  await expect(gone.test()).rejects.toThrow(code)
})

test('skewless/core reads inputs of the types that it is given', async () => {
  const schema = { ...churn.schema, inputs: [...churn.schema.inputs, input('since', 'datetime')] }
  const bytes = await packWith({ ...churn, schema }, tables, { verify: false })
  const options = { ops: allOps, backend: noModels }
  await expect(loadCore(bytes, options)).rejects.toMatchObject({
    code: 'ERR_VERSION',
    at: 'schema.json#/inputs/2/type',
    message: expect.stringContaining('skewless/types') as string,
  })
  const loaded = await loadCore(bytes, { ...options, types: [datetime] })
  expect(loaded.predictSync({ ...stay, since: '2026-05-01' })).toEqual(model.predictSync(stay))
  const any = null as never
  await expect(loadCore(bytes, { ...options, limit: {} } as never)).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
  for (const name of ['ops', 'kernels', 'types']) {
    await expect(loadCore(bytes, { ...options, [name]: any })).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
  }
})
