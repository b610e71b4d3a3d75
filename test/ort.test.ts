import { existsSync, createReadStream, readFileSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Backend } from '../src/backends/backend.js'
import { readRecords } from '../src/cli/records-in.js'
import { load, type Model } from '../src/index.js'
import { js } from '../src/js.js'
import { writeModel } from '../src/onnx/write.js'
import { ortNode, type OrtModule } from '../src/ort-node.js'
import { ortWeb } from '../src/ort-web.js'
import { f32, f64, i64, modelOf, node, refusal, rejection, text } from './onnx-model.js'
import { backendCases, zipMap } from './ort/suite.js'

/** Greatest |difference| between the scores of two backends. */
const tolerance = 1e-14

interface Engine {
  readonly name: string
  readonly backend: () => Promise<Backend>
  /** The same with other settings of the session. */
  readonly withOptions?: (sessionOptions: object) => Promise<Backend>
}

interface Peers {
  onnxruntimeNode(): Promise<OrtModule>
  onnxruntimeWeb(): Promise<OrtModule>
}

const installed = existsSync('test/ort/node_modules')
const peers = async (): Promise<Peers> => (await import(new URL('ort/peers.mjs', import.meta.url).href)) as Peers
const nodeEngine = async (sessionOptions: object): Promise<Backend> =>
  ortNode({ sessionOptions, ort: await (await peers()).onnxruntimeNode() })
const webEngine = async (sessionOptions: object): Promise<Backend> =>
  ortWeb({ sessionOptions, ort: await (await peers()).onnxruntimeWeb() })
const engines: readonly Engine[] = [
  { name: 'js', backend: async () => js() },
  { name: 'ort-node', backend: () => nodeEngine({}), withOptions: nodeEngine },
  { name: 'ort-web', backend: () => webEngine({}), withOptions: webEngine },
]
const bundles = readdirSync('examples').flatMap((folder) => {
  const file = `examples/${folder}/${folder}.mlbundle`
  return existsSync(file) ? [{ folder, file }] : []
})

const missing = installed
  ? ''
  : ' (onnxruntime skipped: no test/ort/node_modules; npm ci --ignore-scripts --prefix test/ort)'

describe.each(engines)(`$name${missing}`, ({ name, backend: make, withOptions }) => {
  const skipped = !installed && name !== 'js'
  let backend: Backend
  beforeAll(async () => {
    if (!skipped) backend = await make()
  })

  test.skipIf(skipped)('is called by its name', () => {
    expect(backend.name).toBe(name)
  })

  for (const one of backendCases) test.skipIf(skipped)(one.name, () => one.run(backend))

  describe.each(bundles)('examples/$folder', ({ folder, file }) => {
    let model: Model
    let reference: Model
    const records: unknown[] = []
    beforeAll(async () => {
      if (skipped) return
      model = await load(readFileSync(file), { backend })
      reference = await load(readFileSync(file))
      const source = createReadStream(`examples/${folder}/records.csv`)
      for await (const record of readRecords(source, 'csv', model.schema.inputs)) records.push(record)
    })

    test.skipIf(skipped)('the golden cases', async () => {
      const { ok, failures, worst, cases, digest } = await model.test()
      console.info(`${name} ${folder}: ${cases} cases, worst ${JSON.stringify(worst)}, digest ${digest.slice(0, 16)}`)
      expect(failures).toEqual([])
      expect(ok).toBe(true)
    })

    test.skipIf(skipped)('scores as js does, one by one, together and interleaved', async () => {
      expect(records.length).toBeGreaterThan(10)
      const expected = reference.predictBatchSync(records).outputs
      const alone: unknown[] = []
      for (const record of records) alone.push(await model.predict(record))
      const together = (await model.predictBatch(records)).outputs
      const overlapping = await Promise.all([...records, ...records].map((record) => model.predict(record)))
      const batches = await Promise.all([1, 2, 3].map((count) => model.predictBatch(records.slice(count))))
      let worst = 0
      const compare = (got: readonly unknown[], from = 0): void => {
        expect(got.length).toBe(expected.length - from)
        for (const [i, output] of got.entries()) worst = Math.max(worst, difference(output, expected[from + i]))
      }
      compare(alone)
      compare(together)
      compare(overlapping.slice(0, records.length))
      compare(overlapping.slice(records.length))
      batches.forEach(({ outputs }, i) => {
        compare(outputs, i + 1)
      })
      console.info(`${name} ${folder}: at most ${worst} from js`)
      expect(worst).toBeLessThanOrEqual(name === 'js' ? 0 : tolerance)
    })

    if (withOptions === undefined) return
    test.skipIf(skipped)('answers only later, but shows features at once', () => {
      expect(refusal(() => model.predictSync(records[0])).code).toBe('ERR_SYNC')
      expect(refusal(() => model.predictBatchSync(records)).code).toBe('ERR_SYNC')
      expect(model.features(records[0])).toEqual(reference.features(records[0]))
    })
  })

  if (withOptions === undefined) return
  describe.skipIf(skipped)('onnxruntime alone', () => {
    test('text that it would cut short or change is refused', async () => {
      const model = modelOf([node('Identity', ['x'], ['y'])], { x: 'string' }, { y: 'string' })
      const session = await backend.open(model)
      for (const bad of ['a\0b', '\ud800', '\udc00a']) {
        expect((await rejection(session.run({ x: text([1], bad) }))).code).toBe('ERR_TENSOR')
      }
      session.dispose()
    })

    test('operators that js does not have', async () => {
      const nodes = [node('MaxUnpool', ['x', 'at'], ['y'], { kernel_shape: { ints: [2] } })]
      const model = modelOf(nodes, { x: 'float32', at: 'int64' }, { y: 'float32' })
      expect((await rejection(js().open(model))).code).toBe('ERR_ONNX_UNSUPPORTED')
      const session = await backend.open(model)
      expect(await session.run({ x: f32([1, 1, 1], 3), at: i64([1, 1, 1], 1) })).toEqual({
        y: f32([1, 1, 2], 0, 3),
      })
    })

    test('operators of its own are refused, though it has them', async () => {
      const port = { type: 'float32', dims: [1] } as const
      const gelu = writeModel({
        irVersion: 8,
        opsets: [{ domain: 'com.microsoft', version: 1 }],
        graph: {
          name: 'g',
          inputs: [{ name: 'x', ...port }],
          outputs: [{ name: 'y', ...port }],
          nodes: [{ ...node('Gelu', ['x'], ['y']), domain: 'com.microsoft' }],
        },
      })
      const refused = await rejection(backend.open(gelu))
      expect(refused).toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED', at: 'model.onnx#/node/0' })
    })

    test("an output that is no tensor is refused: the engine can't read it", async () => {
      const refused = await rejection(backend.open(zipMap))
      expect(refused).toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED', at: 'model.onnx#/output/0' })
    })

    test('what it throws is the cause, and is told', async () => {
      const model = modelOf([node('Relu', ['x'], ['y'])], { x: 'string' }, { y: 'string' })
      const error: unknown = await backend.open(model).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'ERR_ONNX_UNSUPPORTED', cause: expect.any(Error) })
      expect((error as Error).message).toMatch(/Relu/)
    })

    test('settings that it does not take are no fault of the model', async () => {
      const model = modelOf([node('Add', ['x', 'x'], ['y'])], { x: 'float64' }, { y: 'float64' })
      const opening = async (options: object): Promise<string> =>
        (await rejection((await withOptions(options)).open(model))).code
      expect(await opening({ graphOptimizationLevel: 'wrong' })).toBe('ERR_BACKEND')
      expect(await opening({ executionProviders: ['unheard'] })).toBe('ERR_BACKEND')
      expect(await opening({ executionProviders: ['unheard', name === 'ort-web' ? 'wasm' : 'cpu'] })).toBe(
        'ERR_ARGUMENT',
      )
      const session = await (await withOptions({ graphOptimizationLevel: 'disabled' })).open(model)
      expect(await session.run({ x: f64([1], 2) })).toEqual({ y: f64([1], 4) })
    })
  })
})

test.each([
  ['onnxruntime-node', ortNode],
  ['onnxruntime-web', ortWeb],
])('without %s the refusal says what to install', async (peer, engine) => {
  const model = modelOf([node('Identity', ['x'], ['y'])], { x: 'float32' }, { y: 'float32' })
  expect(await rejection(engine().open(model))).toMatchObject({
    code: 'ERR_BACKEND',
    message: expect.stringContaining(`npm install ${peer}`),
  })
})

/** The greatest difference of two output records; endless where they differ in anything but numbers. */
function difference(got: unknown, expected: unknown): number {
  if (Object.is(got, expected)) return 0
  if (typeof got === 'number' && typeof expected === 'number') return Math.abs(got - expected)
  if (typeof got !== 'object' || typeof expected !== 'object' || got === null || expected === null) return Infinity
  const keys = Object.keys(expected)
  if (Object.keys(got).join('\n') !== keys.join('\n')) return Infinity
  const cells = (value: object): Record<string, unknown> => value as Record<string, unknown>
  return Math.max(0, ...keys.map((key) => difference(cells(got)[key], cells(expected)[key])))
}
