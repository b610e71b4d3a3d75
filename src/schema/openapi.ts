import type { Schema } from './document.js'
import { inputJsonSchema, type JsonSchema } from './input-json-schema.js'
import { outputJsonSchema } from './output-json-schema.js'
import { typeName } from './type-name.js'

/** In OpenAPI 3.1 a schema is JSON Schema 2020-12 unless it says otherwise. */
function component(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'))
}

/**
 * A fragment of an OpenAPI 3.1 document: the components `NameInput` and `NameOutput`, and a path for an operation that has the one as
 * its request and the other as its answer. `name` is any text.
 */
export function openApi(schema: Schema, { name, version, description }: ModelTitle): JsonSchema {
  const prefix = typeName(name)
  const body = (type: string): JsonSchema => ({
    'application/json': { schema: { $ref: `#/components/schemas/${type}` } },
  })
  return {
    openapi: '3.1.0',
    info: { title: name, version, ...(description !== '' && { description }) },
    paths: {
      '/predict': {
        post: {
          operationId: 'predict',
          requestBody: { required: true, content: body(`${prefix}Input`) },
          responses: {
            200: { description: 'What the model answers.', content: body(`${prefix}Output`) },
            422: { description: 'The record is refused.' },
          },
        },
      },
    },
    components: {
      schemas: {
        [`${prefix}Input`]: component(inputJsonSchema(schema)),
        [`${prefix}Output`]: component(outputJsonSchema(schema)),
      },
    },
  }
}

/** What a manifest says of its model. */
export interface ModelTitle {
  readonly name: string
  readonly version: string
  readonly description: string
}
