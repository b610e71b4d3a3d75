// node test/runtimes/run.mjs [--only NAME,...] [--require NAME,...|all] [--rows N] [--write]
// Runs the portable program in every runtime that is here and compares their answers. Exit 1: a failure, a digest that differs
// from that of the first runtime, or a runtime that was named and did not run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPortable } from './build.mjs'
import { namesIn, runMatrix, summaryOf } from './matrix.mjs'
import { documentOf, tableOf } from './report.mjs'
import { runtimes } from './table.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    require: { type: 'string', default: '' },
    rows: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
  },
})
const only = namesIn(options.only, runtimes)
const required = options.require === 'all' ? runtimes.map(({ name }) => name) : namesIn(options.require, runtimes)

const folder = mkdtempSync(join(tmpdir(), 'skewless-runtimes-'))
try {
  const { bundlePath, dataPath } = await buildPortable(folder, Number(options.rows))
  const { results, problems } = await runMatrix(runtimes, { only, required }, bundlePath, dataPath)
  const table = tableOf(results)
  console.log(table)
  for (const line of [...problems, summaryOf(results)]) console.log(line)
  if (options.write) writeFileSync(new URL('../../docs/runtimes.md', import.meta.url), documentOf(table))
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
