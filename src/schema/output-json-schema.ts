import type { Schema } from './document.js'
import { documentation, type JsonSchema } from './input-json-schema.js'
import type { Output } from './output.js'

const outputTypes = {
  float64: 'number',
  float32: 'number',
  int64: 'integer',
  bool: 'boolean',
  string: 'string',
} as const

function keyed(entries: readonly (readonly [string, JsonSchema])[]): JsonSchema {
  const required = entries.map(([key]) => key)
  return { type: 'object', properties: Object.fromEntries(entries), required, additionalProperties: false }
}

function outputSchema({ type, form, keys }: Output): JsonSchema {
  const cell = { type: [outputTypes[type], 'null'] }
  if (form === 'value') return cell
  if (form === 'list') return { type: 'array', items: cell }
  if (form === 'object') return keyed(keys.map((key) => [key, cell]))
  return keyed(keys.map((group) => [group.name, keyed(group.keys.map((key) => [key, cell]))]))
}

/** JSON Schema 2020-12 of the records that come out, as JSON says them: what is missing or no finite number is null. */
export function outputJsonSchema({ outputs }: Schema): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...keyed(outputs.map((output) => [output.name, { ...documentation(output), ...outputSchema(output) }])),
  }
}
