// Scores many bundles in one process: reads lines of JSON, { bundle, records, to }, and writes the answers of the records as JSON.
import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { load } from '../dist/index.js'

// JSON has no word for them, and null is a missing number.
const infinities = (_key, value) => (value === Infinity || value === -Infinity ? String(value) : value)

for await (const line of createInterface({ input: process.stdin })) {
  const { bundle, records, to } = JSON.parse(line)
  try {
    const model = await load(await readFile(bundle))
    const { outputs, issues } = await model.predictBatch(JSON.parse(await readFile(records, 'utf8')), {
      onInvalid: 'null',
    })
    const refused = issues.filter(({ fatal }) => fatal).map(({ row, field, message }) => [row, `${field}: ${message}`])
    await writeFile(to, JSON.stringify({ outputs, refused }, infinities))
    process.stdout.write('done\n')
  } catch (error) {
    process.stdout.write(`${JSON.stringify(String(error))}\n`)
  }
}
