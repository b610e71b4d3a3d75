import { jsonSchema } from '../json/json-schema.js'
import { fields } from '../json/shape.js'
import type { Op } from '../ops/op.js'
import { graphShape } from './document.js'

/** graph.json as JSON Schema 2020-12, with the attributes of each op of the table. */
export function graphJsonSchema(ops: readonly Op[]): object {
  const attributes = ops.map(({ name, version, attrs }) => ({
    if: { properties: { op: { const: name }, version: { const: version } }, required: ['op', 'version'] },
    then: { properties: { attrs: jsonSchema(fields(attrs)) } },
  }))
  return { allOf: [jsonSchema(graphShape), { properties: { nodes: { items: { allOf: attributes } } } }] }
}
