// node bench/run.mjs [--write] [--quick] [--only TEXT] [--clock wall|cpu] [--python FILE]
//
// Skewless beside onnxruntime-node, onnxruntime-web and scikit-learn, each on one thread, on the same models and rows, in one run.
// Each task has a process of its own, in which they take turns. Ratios are of medians. Models are trained once into bench/.data,
// by a Python with bench/requirements.txt (made in bench/.venv).
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, spread, startAll } from './measure.mjs'
import { folder, prepare, prepareEdge, preparePython } from './prepare.mjs'
import { batchTable, ratioOf, startTable, writeTables } from './report.mjs'
import { starts, tasks } from './tasks.mjs'

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    clock: { type: 'string', default: 'wall' },
    python: { type: 'string' },
  },
})
const python = options.python ?? preparePython()

async function runTask(task) {
  await prepare(task.model, python)
  const program = fileURLToPath(new URL('task.mjs', import.meta.url))
  const question = [program, folder, tasks.indexOf(task), options.quick, python]
  const text = execFileSync(process.execPath, question, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  const results = new Map()
  for (const [name, found] of JSON.parse(text)) {
    const chosen = found.map((time) => time[options.clock])
    results.set(name, { median: median(chosen), spread: spread(chosen) })
  }
  return { task, results }
}

async function runStart(task) {
  await prepare(task.model, python)
  if (task.edge) await prepareEdge(task.model, python)
  const engines = ['bare', 'skewless', 'ort-node', 'ort-web']
  const found = startAll(engines, folder, task.edge ? `${task.model}-edge` : task.model, options.quick ? 3 : 9)
  const bare = median(found.get('bare').map(({ peak }) => peak))
  const results = new Map()
  for (const [name, all] of found) {
    const chosen = all.map((start) => start[options.clock])
    results.set(name, {
      median: median(chosen),
      spread: spread(chosen),
      memory: median(all.map(({ peak }) => peak)) - bare,
    })
  }
  return { task, results }
}

const chosen = (list) => list.filter(({ name }) => name.includes(options.only))
const measured = []
for (const task of chosen(tasks)) {
  const result = await runTask(task)
  measured.push(result)
  console.log(batchTable([result], measured.length === 1))
}
const started = []
for (const task of chosen(starts)) {
  const result = await runStart(task)
  started.push(result)
  console.log(startTable([result], started.length === 1))
}
if (options.write) writeTables(measured, started, options.clock)
const missed = [...measured, ...started].flatMap(({ task, results }) =>
  Object.entries(task.goals)
    .filter(([name, [, floor]]) => ratioOf(results, name) < floor)
    .map(([name]) => `${task.name}, beside ${name}`),
)
if (missed.length > 0) console.log(`below the floor:\n  ${missed.join('\n  ')}`)
