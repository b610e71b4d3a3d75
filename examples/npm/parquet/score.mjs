// node score.mjs BUNDLE ROWS.parquet [THREADS]: one line of JSON a row, in the file's order, scored by worker threads.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet'

const [bundle, rows, threads = String(availableParallelism())] = process.argv.slice(2)
const { row_groups: groups } = await parquetMetadataAsync(await asyncBufferFromFile(rows))
let first = 0
const parts = groups.map(({ num_rows: count }) => [first, (first += Number(count))])

/** What the workers said, until it is its turn. */
const said = new Map()
let printed = 0
let next = 0

/** A worker takes one row group after the other. */
function start() {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { bundle, rows } })
  const give = () => {
    if (next === parts.length) return void worker.terminate()
    worker.postMessage({ part: next, range: parts[next++] })
  }
  worker.on('message', ({ part, lines }) => {
    if (lines !== undefined) said.set(part, lines)
    for (; said.has(printed); printed++) {
      process.stdout.write(said.get(printed))
      said.delete(printed)
    }
    give()
  })
  worker.on('error', (error) => {
    throw error
  })
}

for (let i = 0; i < Math.min(Number(threads), parts.length); i++) start()
