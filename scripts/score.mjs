// Scores many bundles in one process: reads lines of JSON, { bundle, records, to }, and writes the answers of the records as
// JSON, with `alone` also the rows that are answered otherwise alone than in the batch.
import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { load } from '../dist/index.js'

// JSON has no word for them, and null is a missing number.
const infinities = (_key, value) => (value === Infinity || value === -Infinity ? String(value) : value)

const answersAlone = (model, rows) => Promise.all(rows.map((row) => model.predict(row).catch(() => null)))

for await (const line of createInterface({ input: process.stdin })) {
  const { bundle, records, to, alone } = JSON.parse(line)
  try {
    const model = await load(await readFile(bundle))
    const rows = JSON.parse(await readFile(records, 'utf8'))
    const { outputs, issues } = await model.predictBatch(rows, { onInvalid: 'null' })
    const refused = issues.filter(({ fatal }) => fatal).map(({ row, field, message }) => [row, `${field}: ${message}`])
    const apart = alone
      ? (await answersAlone(model, rows)).flatMap((one, row) => (isDeepStrictEqual(one, outputs[row]) ? [] : [row]))
      : []
    await writeFile(to, JSON.stringify({ outputs, refused, apart }, infinities))
    process.stdout.write('done\n')
  } catch (error) {
    process.stdout.write(`${JSON.stringify(String(error))}\n`)
  }
}
