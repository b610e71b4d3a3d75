// node test/runtimes/run.mjs [--only NAME,...] [--require NAME,...] [--rows N] [--write]
// Runs the portable program in every runtime that is here and compares their answers. Exit 1: a failure, a digest that differs
// from that of the first runtime, or a required runtime that did not run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPortable } from './build.mjs'
import { bun } from './bun.mjs'
import { deno } from './deno.mjs'
import { edgeRuntime } from './edge-runtime.mjs'
import { node, node22, node24, nodeArm64, nodeNewest, nodeNoEval } from './node.mjs'
import { chromium, chromiumServiceWorker, chromiumWorker, firefox, firefoxWorker } from './puppeteer.mjs'
import { quickjs } from './quickjs.mjs'
import { differingNames, documentOf, failuresOf, firstDifference, tableOf } from './report.mjs'
import { starlingmonkey } from './starlingmonkey.mjs'
import { webkitgtk } from './webkit.mjs'
import { workerd } from './workerd.mjs'

const runtimes = [
  node,
  node22,
  node24,
  nodeNewest,
  nodeNoEval,
  nodeArm64,
  deno,
  bun,
  workerd,
  edgeRuntime,
  chromium,
  chromiumWorker,
  chromiumServiceWorker,
  firefox,
  firefoxWorker,
  webkitgtk,
  quickjs,
  starlingmonkey,
]

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    require: { type: 'string', default: '' },
    rows: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
  },
})
const only = namesIn(options.only)
const required = namesIn(options.require)

const folder = mkdtempSync(join(tmpdir(), 'skewless-runtimes-'))
try {
  const { bundlePath, dataPath } = await buildPortable(folder, Number(options.rows))
  const results = []
  for (const runtime of runtimes) {
    if (only.length > 0 && !only.includes(runtime.name)) continue
    results.push(await runOne(runtime, bundlePath, dataPath))
    console.error(`${runtime.name}: ${results.at(-1).status}`)
  }
  const problems = [...failuresOf(results), ...(await differences(results, bundlePath, dataPath)), ...missing(results)]
  const table = tableOf(results)
  console.log(table)
  for (const problem of problems) console.log(problem)
  if (options.write) writeFileSync(new URL('../../docs/runtimes.md', import.meta.url), documentOf(table))
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What came of one runtime; `status` is `ran`, `not run: reason` or `broke: reason`. */
async function runOne({ name, engine, available, run }, bundlePath, dataPath) {
  const reason = available()
  if (reason !== null) return { name, engine, status: `not run: ${reason}` }
  const start = performance.now()
  try {
    const { version, result } = await run(bundlePath, dataPath)
    return { name, engine, status: 'ran', version, result, seconds: (performance.now() - start) / 1000 }
  } catch (error) {
    return { name, engine, status: `broke: ${error.message}` }
  }
}

/** Each runtime that answered otherwise than the first one, with the first value that differs: both are run again to show it. */
async function differences(results, bundlePath, dataPath) {
  const [first, ...others] = results.filter(({ status }) => status === 'ran')
  const found = []
  for (const other of others) {
    const names = differingNames(first.result, other.result)
    if (names.length === 0) continue
    const detailPath = join(folder, 'detail.json')
    writeFileSync(detailPath, JSON.stringify({ ...JSON.parse(readFileSync(dataPath, 'utf8')), detail: names[0] }))
    const lines = []
    for (const { name } of [first, other]) {
      const again = await runOne(
        runtimes.find((runtime) => runtime.name === name),
        bundlePath,
        detailPath,
      )
      lines.push(again.result?.lines ?? [again.status])
    }
    found.push(
      `${other.name} differs from ${first.name} in ${names.join(', ')}: ${names[0]}, ${firstDifference(...lines)}`,
    )
  }
  return found
}

function missing(results) {
  const ran = new Set(results.filter(({ status }) => status === 'ran').map(({ name }) => name))
  return required.filter((name) => !ran.has(name)).map((name) => `${name} is required and did not run`)
}

function namesIn(text) {
  const names = text === '' ? [] : text.split(',')
  for (const name of names) {
    if (!runtimes.some((runtime) => runtime.name === name)) throw new Error(`expected a runtime's name, got ${name}`)
  }
  return names
}
