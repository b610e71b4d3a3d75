// Has a model of its own, and scores the row groups that it is given.
import { parentPort, workerData } from 'node:worker_threads'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { loadFile } from 'skewless/node'

const model = await loadFile(workerData.bundle)
const file = await asyncBufferFromFile(workerData.rows)
const columns = model.schema.inputs.map(({ name }) => name)

/** Parquet's 64-bit integers come as BigInt; a record has numbers where they are exact. */
const plain = (value) => (typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value)

parentPort.on('message', async ({ part, range: [rowStart, rowEnd] }) => {
  const rows = await parquetReadObjects({ file, columns, rowStart, rowEnd })
  const records = rows.map((row) => Object.fromEntries(columns.map((name) => [name, plain(row[name])])))
  const { outputs, issues } = model.predictBatchSync(records, { onInvalid: 'null' })
  const issuesOf = (i) => issues.filter(({ row }) => row === i).map((issue) => ({ ...issue, row: rowStart + i }))
  const lines = outputs.map((output, i) => JSON.stringify(output ?? { error: issuesOf(i) }))
  parentPort.postMessage({ part, lines: lines.map((line) => `${line}\n`).join('') })
})
parentPort.postMessage({})
