import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { jsonSchema } from '../src/json/json-schema.js'
import { fields } from '../src/json/shape.js'
import { allOps } from '../src/ops/index.js'
import type { Op } from '../src/ops/op.js'
import { check, resourcesOf, type Vectors } from './conformance.js'

const folder = new URL('../spec/vectors/ops/', import.meta.url)
const files = readdirSync(folder).map((file) => ({
  file,
  vectors: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vectors,
}))
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })

test('every op has vectors, and every vector file has its op', () => {
  expect(files.map(({ vectors }) => `${vectors.op}@${vectors.version}`).sort()).toEqual(
    allOps.map(({ name, version }) => `${name}@${version}`).sort(),
  )
  expect(files.map(({ file }) => file)).toEqual(files.map(({ vectors }) => `${vectors.op}.json`))
})

describe.each(files)('$vectors.op', ({ vectors }) => {
  const op = allOps.find(({ name, version }) => name === vectors.op && version === vectors.version)!
  const resources = resourcesOf(vectors)
  const matches = ajv.compile(jsonSchema(fields(op.attrs)))

  test('names of cases are distinct', () => {
    expect(new Set(vectors.cases.map(({ name }) => name)).size).toBe(vectors.cases.length)
  })

  test('every kind of input and output that it declares occurs', () => {
    const valid = vectors.cases.flatMap((one) => ('invalid' in one ? [] : [one]))
    const kinds = (columns: readonly { readonly kind: string }[]): string[] =>
      [...new Set(columns.map(({ kind }) => kind))].sort()
    const declared = (ports: Op['inputs']): string[] => [...new Set(ports.flatMap((port) => port.kinds))].sort()
    expect(kinds(valid.flatMap(({ inputs }) => inputs))).toEqual(declared(op.inputs))
    expect(kinds(valid.flatMap(({ outputs }) => outputs))).toEqual(declared(op.outputs))
  })

  test.each(vectors.cases)('$name', (one) => {
    expect(check(op, one, resources)).toBeNull()
  })

  test.each(vectors.cases)('$name: its attributes against the JSON Schema', (one) => {
    const wrong = 'invalid' in one && one.invalid[1].startsWith('/attrs') && one.beyond_schema !== true
    expect(matches(one.attrs), JSON.stringify(matches.errors)).toBe(!wrong)
  })
})
