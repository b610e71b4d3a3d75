// node bench/task.mjs FOLDER TASK QUICK PYTHON: all engines on one task, taking turns, in this fresh process; prints their times as JSON.
import { openEngine, pythonPeer } from './engines.mjs'
import { interleave } from './measure.mjs'
import { tasks } from './tasks.mjs'

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

const [folder, number, quick, python] = process.argv.slice(2)
const task = tasks[Number(number)]
const peer = pythonPeer(python, folder)
const engines = new Map()
for (const name of names) engines.set(name, await openEngine(name, folder, task, peer))
await checkAgreement(engines, task)
const batch = task.form !== 'one'
const rounds = (batch ? 7 : 41) / (quick === 'true' ? 3 : 1)
// A turn is long beside what the turns of others cost in caches.
const times = await interleave(engines, { slice: batch ? 1 : 20, warm: 400, rounds: Math.round(rounds) })
peer.close()
process.stdout.write(JSON.stringify([...times]))
