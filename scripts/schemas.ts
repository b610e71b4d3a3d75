// Writes spec/*.schema.json from the shapes that decode the documents; with --check it compares instead.
import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { documentSchemas } from '../src/cli/documents.js'

const check = process.argv.includes('--check')
for (const [entry, schema] of documentSchemas()) {
  const name = entry.replace('.json', '.schema.json')
  const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: entry, ...schema }
  const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 120 })
  const file = `spec/${name}`
  if (!check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the code says: npm run schemas`)
    process.exitCode = 1
  }
}
