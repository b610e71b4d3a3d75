// node bench/workerd.mjs [--write] [--rounds N] [--python FILE]
//
// Cold start in workerd (npm ci in test/runtimes): a fresh process each, until it has scored its first record by a bundle of 1 MB,
// beside onnxruntime-web with its WebAssembly compiled beforehand. Time is CPU of all threads, as Linux counts it.
import { readFileSync, readdirSync, rmSync, mkdtempSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { serveWorkerd, workerFolder, workerdVersion } from '../test/runtimes/workerd.mjs'
import { median, spread } from './measure.mjs'
import { folder as data, prepare, preparePython } from './prepare.mjs'
import { tableOf, time, writeMeasured } from './report.mjs'

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '15' },
    python: { type: 'string' },
  },
})
const here = fileURLToPath(new URL('.', import.meta.url))
const wasm = `${here}node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm`
const bundle = { name: 'model.mlbundle', kind: 'data', path: `${data}/megabyte.mlbundle` }
/** The same with its trees as attributes of an op. */
const edgeBundle = { ...bundle, path: `${data}/megabyte-edge.mlbundle` }
const model = [
  { name: 'engine.wasm', kind: 'wasm', path: wasm },
  { name: 'model.onnx', kind: 'data', path: `${data}/megabyte.onnx` },
]
/** What opens and scores, when it opens, and what it is given. */
const workers = {
  bare: ['bare', 'lazy', []],
  skewless: ['skewless', 'lazy', [bundle]],
  core: ['core', 'lazy', [bundle]],
  edge: ['edge', 'lazy', [edgeBundle]],
  'ort-web': ['ort-web', 'lazy', model],
  'skewless, at start': ['skewless', 'eager', [bundle]],
  'edge, at start': ['edge', 'eager', [edgeBundle]],
  'ort-web, at start': ['ort-web', 'eager', model],
}

/** One file of a worker's code, minified as it is deployed; what it is given beside it stays apart. */
async function bundleWorker(engine, form, outfile) {
  await build({
    entryPoints: [`${here}workerd/${form}.mjs`],
    alias: { engine: `${here}workerd/${engine}.mjs` },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'browser'],
    external: ['./model.*', './engine.wasm', 'node:*', 'module', 'worker_threads'],
    logLevel: 'error',
  })
}

/** Milliseconds of CPU of a process once it has nothing left to do: of the thread that runs the worker, and of all threads. */
async function cpuOf(pid) {
  const timeOf = (task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  const read = () => ({
    main: timeOf(pid),
    all: readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + timeOf(task), 0),
  })
  for (let before = read(); ;) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const now = read()
    if (now.all - before.all < 0.05) return now
    before = now
  }
}

const between = (a, b) => ({ main: b.main - a.main, all: b.all - a.all })

function peakOf(pid) {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

/** One fresh process: CPU until it listens, for the first and for a second record; its peak; what it answers. */
async function start(folder, record) {
  const { pid, port, stop } = await serveWorkerd(folder)
  try {
    const ask = async () => (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: record })).text()
    const ready = await cpuOf(pid)
    const answer = await ask()
    const first = await cpuOf(pid)
    await ask()
    const second = await cpuOf(pid)
    return { answer, start: ready, first: between(ready, first), second: between(first, second), peak: peakOf(pid) }
  } finally {
    await stop()
  }
}

/** The probability of the last class, as each of them answers it. */
function scoreOf(answer) {
  const { probabilities } = JSON.parse(answer)
  return Object.values(probabilities).at(-1)
}

const scratch = mkdtempSync(join(tmpdir(), 'skewless-bench-'))
const folders = new Map()
try {
  await prepare('megabyte', options.python ?? preparePython(), 'megabyte-edge.mlbundle')
  const record = readFileSync(`${data}/megabyte.row.json`)
  const shipped = new Map()
  for (const [name, [engine, form, modules]] of Object.entries(workers)) {
    const code = { name: 'worker.mjs', kind: 'esModule', path: join(scratch, `${name}.mjs`) }
    await bundleWorker(engine, form, code.path)
    folders.set(name, workerFolder([code, ...modules]))
    shipped.set(
      name,
      [code, ...modules].reduce((sum, { path }) => sum + readFileSync(path).length, 0),
    )
  }
  const found = new Map([...folders.keys()].map((name) => [name, []]))
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [name, folder] of folders) found.get(name).push(await start(folder, record))
  }
  const [, ...scored] = Object.keys(workers)
  const scores = scored.map((name) => scoreOf(found.get(name)[0].answer))
  if (scores.some((score) => !(Math.abs(score - scores[0]) < 1e-4))) throw new Error(`they score otherwise: ${scores}`)
  console.log(tableFor(found, shipped))
  if (options.write) writeMeasured('node bench/workerd.mjs --write', tableFor(found, shipped))
} finally {
  for (const folder of [scratch, ...folders.values()]) rmSync(folder, { recursive: true })
}

function tableFor(found, shipped) {
  /** Above a worker that does nothing. */
  const above = (name, of) => {
    const bare = median(found.get('bare').map(of))
    return found.get(name).map((one) => of(one) - bare)
  }
  const cell = (name, key) => {
    const [main, all] = ['main', 'all'].map((threads) => above(name, (one) => one[key][threads]))
    return `${time(median(main))} ±${(spread(main) * 100).toFixed(0)} % (${time(median(all))})`
  }
  const rows = [
    ['`skewless`', 'skewless'],
    ['`skewless/core` with what the bundle needs', 'core'],
    ['the same, trees as attributes of an op', 'edge'],
    ['onnxruntime-web', 'ort-web'],
    ['`skewless`, loaded as the worker starts', 'skewless, at start'],
    ['trees as attributes of an op, loaded as the worker starts', 'edge, at start'],
    ['onnxruntime-web, loaded as the worker starts', 'ort-web, at start'],
  ].map(([title, name]) => [
    title,
    cell(name, 'start'),
    cell(name, 'first'),
    cell(name, 'second'),
    `${median(above(name, ({ peak }) => peak)).toFixed(0)} MB`,
    `${(shipped.get(name) / 1e6).toFixed(1)} MB`,
  ])
  const head = ['worker', 'until it listens', 'first record', 'second record', 'memory at the peak', 'code and model']
  return `workerd ${workerdVersion()}, ${cpus()[0].model}.\n\n${tableOf(head, rows)}`
}
