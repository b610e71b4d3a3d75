// Scores a CSV as it is read: in memory are a thousand rows at a time, and the scores.
import { parse } from 'csv-parse/browser/esm'
import { load } from 'skewless'
import { valueOf } from '../shared/fields.mjs'

const batchSize = 1000
const loading = fetch('model.mlbundle').then(load)

addEventListener('message', async ({ data: file }) => {
  try {
    await score(await loading, file)
  } catch (error) {
    postMessage({ error: error.message })
  }
})

async function score(model, file) {
  const inputs = new Map(model.schema.inputs.map((input) => [input.name, input]))
  const lines = []
  let refused = 0
  let batch = []
  const flush = (read) => {
    const { outputs } = model.predictBatchSync(batch, { onInvalid: 'null' })
    for (const output of outputs) {
      if (output === null) refused++
      lines.push(`${JSON.stringify(output)}\n`)
    }
    batch = []
    postMessage({ read, size: file.size, rows: lines.length, refused })
  }
  const parser = parse({ columns: true, skip_empty_lines: true })
  parser.on('data', (row) => {
    const record = {}
    for (const [name, text] of Object.entries(row)) {
      const input = inputs.get(name)
      record[name] = input === undefined ? text : valueOf(input, text)
    }
    if (batch.push(record) === batchSize) flush(parser.info.bytes)
  })
  const ended = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject))
  const decoder = new TextDecoder()
  const reader = file.stream().getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const drained =
      parser.write(decoder.decode(next.value, { stream: true })) ||
      new Promise((resolve) => parser.once('drain', resolve))
    await Promise.race([drained, ended])
  }
  parser.end(decoder.decode())
  await ended
  flush(file.size)
  postMessage({ scores: new Blob(lines, { type: 'application/x-ndjson' }) })
}
