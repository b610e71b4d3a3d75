// node test/runtimes/run.mjs [--only NAME,...] [--require NAME,...] [--write]
// Runs the portable program in every runtime that is here and compares their answers. Exit 1: a failure, a digest that differs
// from Node's, or a required runtime that did not run.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPortable } from './build.mjs'
import { bun } from './bun.mjs'
import { chromium } from './chromium.mjs'
import { deno } from './deno.mjs'
import { edgeRuntime } from './edge-runtime.mjs'
import { node, nodeNoEval } from './node.mjs'
import { quickjs } from './quickjs.mjs'
import { workerd } from './workerd.mjs'

const runtimes = [node, nodeNoEval, workerd, chromium, bun, deno, edgeRuntime, quickjs]

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    require: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const only = namesIn(options.only)
const required = namesIn(options.require)

const folder = mkdtempSync(join(tmpdir(), 'skewless-runtimes-'))
try {
  const { bundlePath, dataPath } = await buildPortable(folder)
  const rows = []
  for (const runtime of runtimes) {
    if (only.length > 0 && !only.includes(runtime.name)) continue
    rows.push(await runOne(runtime, bundlePath, dataPath))
    console.error(`${runtime.name}: ${rows.at(-1).status}`)
  }
  report(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** One runtime's row; `status` is `ran`, `not run: reason` or `broke: reason`. */
async function runOne({ name, engine, available, run }, bundlePath, dataPath) {
  const reason = available()
  if (reason !== null) return { name, engine, status: `not run: ${reason}` }
  const start = performance.now()
  try {
    const { version, result } = await run(bundlePath, dataPath)
    const seconds = (performance.now() - start) / 1000
    return { name, engine, status: 'ran', version, result, digest: digestOf(result), seconds }
  } catch (error) {
    return { name, engine, status: `broke: ${error.message}` }
  }
}

/** Over the count of cases and every digest: equal exactly when the runtimes answered the same to everything. */
function digestOf({ cases, digests }) {
  const sorted = Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([cases, sorted]))
    .digest('hex')
    .slice(0, 16)
}

function report(rows) {
  const problems = [...together(rows.flatMap(problemsOf)), ...differences(rows), ...missing(rows)]
  const table = tableOf(rows)
  console.log(table)
  for (const problem of problems) console.log(problem)
  if (options.write) {
    mkdirSync(new URL('../../docs/', import.meta.url), { recursive: true })
    writeFileSync(new URL('../../docs/runtimes.md', import.meta.url), documentOf(table))
  }
  process.exitCode = problems.length > 0 ? 1 : 0
}

/** What is wrong in one runtime by itself, as pairs of its name and a text. */
function problemsOf({ name, status, result }) {
  if (status.startsWith('broke')) return [[name, status]]
  if (status !== 'ran') return []
  const none = result.cases === 0 ? [[name, 'no case ran']] : []
  return [...none, ...result.failures.map((failure) => [name, `${failure.case}: ${failure.message}`])]
}

/** One line for each text, with every runtime that says it. */
function together(pairs) {
  const names = new Map()
  for (const [name, text] of pairs) names.set(text, [...(names.get(text) ?? []), name])
  return [...names].map(([text, all]) => `${all.join(', ')}: ${text}`)
}

/** Each file or bundle that a runtime answered otherwise than the first runtime that ran. */
function differences(rows) {
  const [first, ...others] = rows.filter((row) => row.status === 'ran')
  return others
    .filter((row) => row.digest !== first.digest)
    .flatMap((row) => {
      const names = new Set([...Object.keys(first.result.digests), ...Object.keys(row.result.digests)])
      const differing = [...names].filter((name) => first.result.digests[name] !== row.result.digests[name])
      return [`${row.name} differs from ${first.name} in: ${differing.join(', ') || 'the count of cases'}`]
    })
}

function missing(rows) {
  const ran = new Set(rows.filter((row) => row.status === 'ran').map((row) => row.name))
  return required.filter((name) => !ran.has(name)).map((name) => `${name} is required and did not run`)
}

function tableOf(rows) {
  const head = ['runtime', 'engine', 'version', 'cases', 'failures', 'digest', 'seconds']
  const body = rows.map(({ name, engine, status, version, result, digest, seconds }) =>
    status === 'ran'
      ? [name, engine, version, result.cases, result.failures.length, digest, seconds.toFixed(1)]
      : [name, engine, status.startsWith('broke') ? 'broke' : status, '', '', '', ''],
  )
  const rowsOfText = [head, ...body].map((cells) => cells.map(String))
  const widths = head.map((_, i) => Math.max(...rowsOfText.map((cells) => cells[i].length)))
  const dashes = widths.map((width) => '-'.repeat(width))
  const lines = [rowsOfText[0], dashes, ...rowsOfText.slice(1)].map((cells) =>
    cells.map((cell, i) => cell.padEnd(widths[i])),
  )
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function documentOf(table) {
  return `# Runtimes

What \`node test/runtimes/run.mjs --write\` found on one Linux machine: the same program, bundled from the packed package, with the op
vectors and the example bundles. The digest covers every answer, bit for bit. In \`node-no-eval\`, \`workerd\`, \`chromium\` (under
a Content-Security-Policy without \`unsafe-eval\`) and \`edge-runtime\` compiling text is refused, which each run checks.

${table}
`
}

function namesIn(text) {
  const names = text === '' ? [] : text.split(',')
  for (const name of names) {
    if (!runtimes.some((runtime) => runtime.name === name)) throw new Error(`expected a runtime's name, got ${name}`)
  }
  return names
}
