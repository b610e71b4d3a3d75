import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { format } from 'prettier'
import { beforeAll, describe, expect, test } from 'vitest'
import { goldenShape } from '../src/bundle/golden.js'
import { manifestShape } from '../src/bundle/manifest.js'
import { decodeProfile, profileShape } from '../src/bundle/profile.js'
import { readBundle } from '../src/bundle/read.js'
import { webCryptoSha256 } from '../src/bundle/sha256.js'
import { checkDocument, documentSchemas } from '../src/cli/documents.js'
import { BundleError } from '../src/errors.js'
import { graphShape } from '../src/graph/document.js'
import { readJson, type JsonValue } from '../src/json/canonical.js'
import { plainContext } from '../src/json/context.js'
import { decode } from '../src/json/decode.js'
import { jsonSchema } from '../src/json/json-schema.js'
import type { Shape } from '../src/json/shape.js'
import { defaultLimits } from '../src/limits.js'
import { loadProfile } from '../src/node.js'
import { pack, type GoldenDefinition } from '../src/pack.js'
import { schemaShape } from '../src/schema/document.js'
import { allTypes } from '../src/schema/types/index.js'
import { readZip } from '../src/zip/read.js'
import { churn } from './fixtures/churn.js'

const golden = {
  cases: [
    { name: 'a', source: 'real', record: { age: 1 }, outputs: { label: 'stay' }, features: [1], terms: { p: 1 } },
    { name: 'b', source: 'synthetic', record: {}, outputs: null, features: null, terms: null },
  ],
  tolerance: {
    outputs: { p: { absolute: 0, relative: 0, terms: 0 } },
    features: { absolute: 0, relative: 0, terms: 0 },
  },
  backends: [{ backend: 'js', digest: 'f', worst: { p: 0 } }],
} satisfies GoldenDefinition
const quantiles = Array.from({ length: 23 }, (_, i) => (i === 0 ? { $number: '-Infinity' } : i))
const numbers = { min: 0, max: 22, mean: 3.5, deviation: { $number: 'NaN' }, quantiles }
const labels = { listed: [{ value: 'stay', count: 5 }], others: 2, distinct: 3 }
const column = { name: 'age', count: 8, missing: 1, infinite: 1 }
const profile = {
  rows: 8,
  predicted: 7,
  inputs: [{ ...column, numbers, values: null }],
  outputs: [{ ...column, key: null, infinite: 0, numbers: null, values: labels }],
  targets: [],
}
const training = {
  libraries: { numpy: '2' },
  platform: null,
  source_revision: 'abc',
  data: [{ name: 'rows.csv', digest: null, rows: 3, period: null }],
  parameters: { C: [1, 'x', null] },
  metrics: { auc: 0.5, broken: { $number: 'NaN' } },
}
const shapes: ReadonlyMap<string, Shape> = new Map([
  ['bundle.json', manifestShape],
  ['schema.json', schemaShape(allTypes)],
  ['graph.json', graphShape],
  ['golden.json', goldenShape],
  ['profile.json', profileShape],
])
const documents = new Map<string, JsonValue>()

beforeAll(async () => {
  const bytes = await pack({ ...churn, golden, training, profile }, { verify: false })
  const archive = readZip(bytes, defaultLimits)
  for (const name of shapes.keys()) documents.set(name, readJson(archive.read(name), name, defaultLimits))
  await readBundle(bytes, defaultLimits, webCryptoSha256)
})

/** The document with one place changed, for every place and several changes. */
function* changes(value: JsonValue): Generator<JsonValue> {
  for (const other of [null, true, -1, 0.5, 'text', '', [], {}, [null], { $number: 'NaN' }, { $number: 'nan' }])
    yield other
  if (Array.isArray(value)) {
    for (const [i, item] of (value as JsonValue[]).entries()) {
      for (const changed of changes(item)) yield value.with(i, changed) as JsonValue
      yield value.toSpliced(i, 1) as JsonValue
    }
  } else if (typeof value === 'object' && value !== null) {
    const members = value as { readonly [key: string]: JsonValue }
    yield { ...members, extra: 1 }
    for (const [key, item] of Object.entries(members)) {
      for (const changed of changes(item)) yield { ...members, [key]: changed }
      yield Object.fromEntries(Object.entries(members).filter(([other]) => other !== key))
    }
  }
}

const compile = (schema: object): ((value: unknown) => boolean) =>
  new Ajv2020({ strictTypes: false, strictRequired: false }).compile(schema)

function decodes(shape: Shape, value: JsonValue): boolean {
  try {
    decode(shape, value, '', plainContext('ERR_GRAPH_INVALID'))
    return true
  } catch (error) {
    if (error instanceof BundleError) return false
    throw error
  }
}

test('a problem of a document says what was expected and what was got', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }
  expect(checkDocument(schema, { a: 3, 'b\n': 1 })).toEqual([
    { pointer: '', message: 'must NOT have additional properties ("b\\n")' },
    { pointer: '/a', message: 'must be string, got 3' },
  ])
})

describe.each([...shapes])('%s', (name, shape) => {
  test('what the code says and what its JSON Schema says agree, wherever the document is changed', () => {
    const document = documents.get(name)!
    expect([decodes(shape, document), checkDocument(jsonSchema(shape), document)]).toEqual([true, []])
    const validate = compile(jsonSchema(shape))
    let refused = 0
    for (const changed of changes(document)) {
      const accepted = decodes(shape, changed)
      if (accepted !== validate(changed))
        expect.fail(`${accepted ? 'only the schema' : 'only the code'} refuses ${JSON.stringify(changed)}`)
      refused += +!accepted
    }
    expect(refused).toBeGreaterThan(100)
  })

  test('spec/ has its JSON Schema as the code says it', async () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: name,
      ...documentSchemas().get(name),
    }
    const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })
    expect(readFileSync(`spec/${name.replace('.json', '.schema.json')}`, 'utf8')).toBe(text)
  })
})

describe('what adds up in a profile', () => {
  const broken = (changed: object): JsonValue => ({ ...profile, inputs: [{ ...profile.inputs[0]!, ...changed }] })

  test.each([
    ['more missing ones than rows', { missing: 8 }],
    ['a quantile less', { numbers: { ...numbers, quantiles: quantiles.slice(1) } }],
    ['values of fewer rows', { numbers: null, values: { ...labels, others: 1 } }],
  ])('%s: refused by every reader, and by who writes', async (_, changed) => {
    expect(() => decodeProfile(profile, '')).not.toThrow()
    expect(() => decodeProfile(broken(changed), '#')).toThrow(
      expect.objectContaining({ code: 'ERR_PROFILE_INVALID', at: '#/inputs/0' }) as Error,
    )
    await expect(pack({ ...churn, profile: broken(changed) })).rejects.toThrow(/profile\.json#\/inputs\/0/)
  })

  test('loadProfile gives it, or null', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skewless-'))
    try {
      writeFileSync(join(folder, 'with'), await pack({ ...churn, profile }))
      writeFileSync(join(folder, 'without'), await pack(churn))
      const read = await loadProfile(join(folder, 'with'))
      expect(read?.inputs[0]?.numbers?.quantiles[0]).toBe(-Infinity)
      expect(read?.outputs[0]?.values).toEqual(labels)
      expect(await loadProfile(join(folder, 'without'))).toBeNull()
      await expect(loadProfile(join(folder, 'with'), { limits: { archive: 10 } })).rejects.toThrow(/10/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
