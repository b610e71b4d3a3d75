// node bench/run.mjs [--write] [--quick] [--only TEXT] [--clock wall|cpu] [--python FILE]
//
// Skewless beside onnxruntime-node, onnxruntime-web and scikit-learn, each on one thread, on the same models and rows, in one run.
// Ratios are of medians. Models are trained once into bench/.data, by a Python with bench/requirements.txt (made in bench/.venv).
import { parseArgs } from 'node:util'
import { openEngine, pythonPeer } from './engines.mjs'
import { interleave, median, spread, startAll } from './measure.mjs'
import { folder, prepare, preparePython } from './prepare.mjs'
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
const names = ['skewless', 'ort-node', 'ort-web', 'scikit-learn']

/** Throws unless all engines score the first rows alike: all but the few that float32 sends another way. */
async function checkAgreement(engines, { name }) {
  const expected = await engines.get('scikit-learn').first()
  for (const [peer, engine] of engines) {
    const got = await engine.first()
    const close = got.filter((score, i) => Math.abs(score - expected[i]) <= 1e-4 * Math.max(1, Math.abs(expected[i])))
    if (close.length < 0.95 * expected.length) {
      throw new Error(`${name}: ${peer} agrees with scikit-learn on ${close.length} of ${expected.length} rows`)
    }
  }
}

async function runTask(task, peer) {
  await prepare(task.model, python)
  const engines = new Map()
  for (const name of names) engines.set(name, await openEngine(name, folder, task, peer))
  await checkAgreement(engines, task)
  const batch = task.form !== 'one'
  const rounds = (batch ? 7 : 41) / (options.quick ? 3 : 1)
  // A turn is long beside what the turns of others cost in caches.
  const times = await interleave(engines, { slice: batch ? 1 : 20, warm: batch ? 1 : 400, rounds: Math.round(rounds) })
  const results = new Map()
  for (const [name, found] of times) {
    const chosen = found.map((time) => time[options.clock])
    results.set(name, { median: median(chosen), spread: spread(chosen) })
  }
  return { task, results }
}

async function runStart(task) {
  await prepare(task.model, python)
  const engines = ['bare', 'skewless', 'ort-node', 'ort-web']
  const found = startAll(engines, folder, task.model, options.quick ? 3 : 9)
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
const peer = pythonPeer(python, folder)
const measured = []
for (const task of chosen(tasks)) {
  const result = await runTask(task, peer)
  measured.push(result)
  console.log(batchTable([result], measured.length === 1))
}
peer.close()
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
