import { Command } from 'commander'
import { defaultLimits } from '../limits.js'
import { readBundleFile } from '../model/file.js'
import { decodeSchema } from '../schema/document.js'
import { inputJsonSchema } from '../schema/input-json-schema.js'
import { openApi } from '../schema/openapi.js'
import { outputJsonSchema } from '../schema/output-json-schema.js'
import { typeDeclarations } from '../schema/type-declarations.js'
import { allTypes } from '../schema/types/index.js'
import { printJson, UsageError } from './print.js'

interface Options {
  readonly jsonSchema?: true
  readonly openapi?: true
  readonly json?: true
}

async function types(file: string, { jsonSchema, openapi, json }: Options): Promise<void> {
  if (jsonSchema && openapi) throw new UsageError('expected --json-schema or --openapi, got both')
  const { manifest, schema: document } = await readBundleFile(file, defaultLimits)
  const schema = decodeSchema(document, allTypes, 'schema.json#')
  if (openapi) printJson(openApi(schema, manifest))
  else if (jsonSchema) printJson({ input: inputJsonSchema(schema), output: outputJsonSchema(schema) })
  else {
    const declarations = typeDeclarations(schema, manifest.name)
    if (json) printJson({ typescript: declarations })
    else process.stdout.write(declarations)
  }
}

export function typesCommand(): Command {
  return new Command('types')
    .description('print the types of the records in and out')
    .argument('<file>', 'a bundle')
    .option('--json-schema', 'as JSON Schema 2020-12: {"input": ..., "output": ...}')
    .option('--openapi', 'as a fragment of an OpenAPI 3.1 document')
    .option('--json', 'print one JSON document')
    .action(types)
}
