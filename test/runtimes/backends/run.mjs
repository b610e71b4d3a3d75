// node test/runtimes/backends/run.mjs [--only NAME,...] [--require NAME,...|all] [--write]
// Scores the same bundles by the same code on onnxruntime in every runtime that is here, beside the js backend. Exit 1: a golden case
// that fails, a deviation beyond what is allowed, WebAssembly that gives other bits somewhere, or a row that was named and did not run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { namesIn, runMatrix, summaryOf } from '../matrix.mjs'
import { buildBackends } from './build.mjs'
import { documentOf, tableOf } from './report.mjs'
import { backends } from './table.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    require: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const only = namesIn(options.only, backends)
const required = options.require === 'all' ? backends.map(({ name }) => name) : namesIn(options.require, backends)

const folder = mkdtempSync(join(tmpdir(), 'skewless-backends-'))
try {
  const { programs, dataPath } = await buildBackends(folder)
  const { results, problems } = await runMatrix(backends, { only, required }, programs, dataPath)
  const table = tableOf(results)
  console.log(table)
  for (const line of [...problems, summaryOf(results)]) console.log(line)
  if (options.write) writeFileSync(new URL('../../../docs/backends.md', import.meta.url), documentOf(table))
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
