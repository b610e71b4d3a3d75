import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { goldenShape } from '../bundle/golden.js'
import { manifestShape } from '../bundle/manifest.js'
import { profileShape } from '../bundle/profile.js'
import { quote } from '../errors.js'
import { graphJsonSchema } from '../graph/json-schema.js'
import type { JsonValue } from '../json/canonical.js'
import { jsonSchema } from '../json/json-schema.js'
import { allOps } from '../ops/index.js'
import { schemaShape } from '../schema/document.js'
import { allTypes } from '../schema/types/index.js'

/** The JSON Schema of each document, by entry name: what spec/*.schema.json are. */
export function documentSchemas(): ReadonlyMap<string, object> {
  return new Map([
    ['bundle.json', jsonSchema(manifestShape)],
    ['schema.json', jsonSchema(schemaShape(allTypes))],
    ['graph.json', graphJsonSchema(allOps)],
    ['golden.json', jsonSchema(goldenShape)],
    ['profile.json', jsonSchema(profileShape)],
  ])
}

/** Keywords that only say that something below them, reported by itself, is wrong. */
const wrappers = new Set(['if', 'anyOf', 'allOf'])

/** Runs a document's JSON Schema: every problem at once, as pointer and message. */
export function checkDocument(schema: object, value: JsonValue): { pointer: string; message: string }[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, verbose: true })
  const validate = ajv.compile(schema)
  if (validate(value)) return []
  const errors: readonly ErrorObject[] = validate.errors ?? []
  const plain = errors.filter(({ keyword }) => !wrappers.has(keyword))
  return (plain.length > 0 ? plain : errors).map(({ instancePath, message, params, data }) => {
    const extra = (params as { additionalProperty?: string }).additionalProperty
    const got = extra === undefined ? `, got ${quote(data)}` : ` (${quote(extra)})`
    return { pointer: instancePath, message: `${message ?? 'invalid'}${got}` }
  })
}
