// Writes spec/*.schema.json from the shapes that decode the documents, and the types of the nodes that authors write from the
// table of ops; with --check it compares instead.
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { documentSchemas } from '../src/cli/documents.js'
import { allOps } from '../src/ops/index.js'
import { opNodeTypes } from './op-nodes.js'

const check = process.argv.includes('--check')

function write(file: string, text: string): void {
  if (!check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the code says: npm run schemas`)
    process.exitCode = 1
  }
}

for (const [entry, schema] of documentSchemas()) {
  const name = entry.replace('.json', '.schema.json')
  const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: entry, ...schema }
  const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 120 })
  write(`spec/${name}`, text)
}
const config = await resolveConfig('src/pack/op-nodes.ts')
write('src/pack/op-nodes.ts', await format(opNodeTypes(allOps), { ...config, parser: 'typescript' }))
