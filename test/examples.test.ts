import { execFileSync, spawn } from 'node:child_process'
import {
  copyFileSync,
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRecords } from '../src/cli/records-in.js'
import { load } from '../src/index.js'

/** A folder in which the commands of the examples can write what they like. */
const folder = mkdtempSync(join(tmpdir(), 'skewless-examples-'))

beforeAll(() => {
  for (const name of ['examples', 'node_modules']) symlinkSync(resolve(name), join(folder, name))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const shell = (script: string): string =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })

/** What the commands of each example say, by its folder. */
const said: Readonly<Record<string, readonly RegExp[]>> = {
  coefficients: [/^ok {2}15 cases, 0 failed$/m, /^worst deviation of probabilities: \d/m, /^\{"label":"setosa",/m],
  ci: [/^ok {2}examples\/pima\/pima.mlbundle {2}identity [0-9a-f]{64}$/m, /^ok {2}\d+ cases, 0 failed$/m],
}

const blocks = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]!)

describe('the commands of the examples', () => {
  const withCommands = readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => blocks(`examples/${name}/README.md`).length > 0)

  test('are all known here', () => {
    expect(withCommands.sort()).toEqual(Object.keys(said).sort())
  })

  test.each(withCommands)('%s', (name) => {
    const output = shell(blocks(`examples/${name}/README.md`).join('\n'))
    for (const line of said[name]!) expect(output).toMatch(line)
  })
})

describe('bundles for the edge, whose weights are attributes of ops', () => {
  test.each(['pima', 'sms', 'telco'])('%s scores as the one with weights in ONNX', async (name) => {
    const [whole, edge] = await Promise.all(
      ['', '-edge'].map((suffix) => load(readFileSync(`examples/${name}/${name}${suffix}.mlbundle`))),
    )
    expect(edge!.manifest.entries.filter((entry) => entry.name.startsWith('models/'))).toEqual([])
    const records: unknown[] = []
    const source = createReadStream(`examples/${name}/records.csv`)
    for await (const record of readRecords(source, 'csv', whole!.schema.inputs)) records.push(record)
    expect(records).toHaveLength(20)
    const scored = await whole!.predictBatch(records as Record<string, unknown>[], { onInvalid: 'null' })
    expect(scored.outputs.filter((output) => output !== null).length).toBeGreaterThan(10)
    expect(await edge!.predictBatch(records as Record<string, unknown>[], { onInvalid: 'null' })).toEqual(scored)
    for (const record of records) {
      const alone = await edge!.predictBatch([record as Record<string, unknown>], { onInvalid: 'null' })
      expect(alone.outputs[0]).toEqual(scored.outputs[records.indexOf(record)])
    }
  })

  test('the worker takes of the library what its bundle needs', () => {
    expect(shell('npx skewless inspect examples/pima/pima-edge.mlbundle --imports small')).toBe(
      readFileSync('examples/edge/open.mjs', 'utf8'),
    )
  })
})

test('the steps of the workflow check the bundles, and fail on one that is broken', () => {
  const workflow = readFileSync('examples/ci/bundles.yml', 'utf8')
  const steps = [...workflow.matchAll(/^ {6}- run: (.*)$/gm)].map((match) => match[1]!)
  expect(steps[0]).toBe('npm ci')
  const checks = steps.slice(1).join('\n')
  expect(shell(checks)).toMatch(/^ok {2}\d+ cases, 0 failed$/m)
  shell(
    'mkdir -p broken/examples/pima && head -c 1000 examples/pima/pima.mlbundle > broken/examples/pima/pima.mlbundle',
  )
  shell('ln -s ../node_modules broken/node_modules')
  expect(() => shell(`cd broken\n${checks}`)).toThrow(/ERR_ZIP_INVALID|Command failed/)
})

describe('the server', () => {
  const good = 'examples/pima/pima.mlbundle'
  const served = join(folder, 'served.mlbundle')
  const record = {
    Pregnancies: 6,
    Glucose: 148,
    BloodPressure: 72,
    SkinThickness: 35,
    Insulin: 0,
    BMI: 33.6,
    DiabetesPedigreeFunction: 0.627,
    Age: 50,
  }
  let server: ReturnType<typeof start>
  let url: string

  /** The server's process, and its lines of output one by one; there is no next one once it has ended. */
  function start() {
    const child = spawn(process.execPath, ['examples/node-server/server.mjs', served, '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const nextLine = async (): Promise<string> => String((await lines.next()).value)
    return { child, nextLine }
  }
  /** The file becomes another one in one step, as a deployment does it. */
  const deploy = (bytes: Uint8Array): void => {
    writeFileSync(`${served}.new`, bytes)
    renameSync(`${served}.new`, served)
  }
  const post = async (body: string | Uint8Array<ArrayBuffer>): Promise<{ status: number; said: unknown }> => {
    const response = await fetch(`${url}/predict`, { method: 'POST', body })
    return { status: response.status, said: await response.json() }
  }

  beforeAll(async () => {
    copyFileSync(good, served)
    server = start()
    expect(await server.nextLine()).toMatch(/^serving [0-9a-f]{64}$/)
    url = (await server.nextLine()).replace('listening on ', '')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
  afterAll(() => {
    server.child.kill()
  })

  test('scores a record and an array, and refuses with issues', async () => {
    const model = await load(readFileSync(good))
    const expected = JSON.parse(JSON.stringify(await model.predict(record))) as unknown
    expect(await post(JSON.stringify(record))).toEqual({ status: 200, said: expected })

    const issue = { row: 0, field: 'Age', code: 'wrong_type', value: 'old', fatal: true }
    const bad = { ...record, Age: 'old' }
    expect(await post(JSON.stringify(bad))).toMatchObject({ status: 400, said: { issues: [issue] } })
    expect(await post(JSON.stringify([bad, record, 7]))).toMatchObject({
      status: 200,
      said: { outputs: [null, expected, null], issues: [issue, { row: 2, code: 'not_a_record' }] },
    })
    expect(await post('[]')).toEqual({ status: 200, said: { outputs: [], issues: [] } })
  })

  test('answers what is no JSON, too large or somewhere else', async () => {
    expect((await post('{')).status).toBe(400)
    expect((await post(new Uint8Array([0x22, 0xff, 0x22]))).status).toBe(400)
    expect((await post(`[${' '.repeat(999_998)}]`)).status).toBe(200)
    expect((await post(`[${' '.repeat(999_999)}]`)).status).toBe(413)
    expect((await fetch(`${url}/predict`)).status).toBe(404)
  })

  test('gives the JSON Schema of a record', async () => {
    const schema = (await (await fetch(`${url}/schema`)).json()) as AnySchema
    const valid = new Ajv2020().compile(schema)
    expect([valid(record), valid({ ...record, Age: 'old' })]).toEqual([true, false])
  })

  test('keeps the bundle that it has until a better one is there', async () => {
    const bytes = readFileSync(good)
    const before = await post(JSON.stringify(record))
    deploy(bytes.subarray(0, 1000))
    expect(await server.nextLine()).toMatch(/^kept [0-9a-f]{64}: /)
    expect(await post(JSON.stringify(record))).toEqual(before)

    const coefficients = join(folder, 'another.mlbundle')
    execFileSync(process.execPath, ['examples/coefficients/pack.mjs', coefficients])
    deploy(readFileSync(coefficients))
    expect(await server.nextLine()).toMatch(/^serving /)
    expect((await post(JSON.stringify(record))).status).toBe(400)
    deploy(bytes)
    expect(await server.nextLine()).toMatch(/^serving /)
    expect(await post(JSON.stringify(record))).toEqual(before)
  })
})

test('coefficients become a bundle in twenty lines', () => {
  const lines = readFileSync('examples/coefficients/pack.mjs', 'utf8').trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(20)
})
