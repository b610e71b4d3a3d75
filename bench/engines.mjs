import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { load } from '../dist/index.js'
import { readRows, tensorsOf } from './rows.mjs'

/** Rows that single predictions go through: enough that no branch predictor knows them by heart. */
const VARIED = 1000

/** Skewless through its public API. `call` takes the number of the call; `first` gives the scores of the first rows. */
async function skewless(folder, { model, form, rows = VARIED }) {
  const loaded = await load(readFileSync(`${folder}/${model}.mlbundle`))
  const { records, columns } = readRows(folder, model, rows)
  const score = ({ probabilities, value }) => (probabilities ? Object.values(probabilities).at(-1) : value)
  return {
    first: async () => records.slice(0, VARIED).map((record) => score(loaded.predictSync(record))),
    sync: true,
    call: {
      one: (i) => loaded.predictSync(records[i % VARIED]),
      records: () => loaded.predictBatchSync(records),
      columns: () => loaded.predictBatchSync(columns),
    }[form],
  }
}

async function onnxruntime({ ort, provider }, folder, { model, form, rows = VARIED }) {
  const session = await ort.InferenceSession.create(readFileSync(`${folder}/${model}.onnx`), {
    executionProviders: [provider],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  const data = readRows(folder, model, rows)
  const feed = tensorsOf(ort, data, session)
  const whole = form === 'columns' ? feed(0, rows) : null
  const last = session.outputNames.at(-1)
  return {
    async first() {
      const { data: cells, dims } = (await session.run(feed(0, VARIED)))[last]
      const width = dims[1] ?? 1
      return Array.from({ length: VARIED }, (_, row) => cells[(row + 1) * width - 1])
    },
    sync: false,
    call: {
      one: (i) => session.run(feed(i % VARIED, (i % VARIED) + 1)),
      records: () => session.run(feed(0, rows)),
      columns: () => session.run(whole),
    }[form],
  }
}

/** A Python process that is asked to make calls and answers how long they took. */
export function pythonPeer(python, folder) {
  const child = spawn(python, [new URL('peer.py', import.meta.url).pathname, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (question) => {
    child.stdin.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('the Python peer ended')
    return JSON.parse(value)
  }
  return { ask, close: () => child.stdin.end() }
}

async function importRuntime(name) {
  if (name === 'ort-node') return { ort: await import('onnxruntime-node'), provider: 'cpu' }
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.numThreads = 1
  return { ort, provider: 'wasm' }
}

/** What gives the engine of a task: `run(calls)` makes so many and gives milliseconds of wall and of CPU. */
export async function openEngine(name, folder, task, python) {
  if (name === 'scikit-learn') {
    const { model, form, rows = VARIED } = task
    const question = { model, form, rows }
    return {
      first: () => python.ask({ ...question, first: VARIED }),
      run: (calls) => python.ask({ ...question, calls }),
    }
  }
  const { first, call, sync } = await (name === 'skewless'
    ? skewless(folder, task)
    : onnxruntime(await importRuntime(name), folder, task))
  let made = 0
  const run = async (calls) => {
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    if (sync) for (let i = 0; i < calls; i++) call(made++)
    else for (let i = 0; i < calls; i++) await call(made++)
    const wall = Number(process.hrtime.bigint() - start) / 1e6
    const { user, system } = process.cpuUsage(cpu)
    return { wall, cpu: (user + system) / 1000 }
  }
  return { first, run }
}
