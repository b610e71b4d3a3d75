// node bench/profile.mjs [--write] [--only TEXT] [--seconds N]
//
// Where Skewless spends the time of each line of bench/run.mjs (which trains the models): shares of what V8's sampling profiler sees
// while nothing but the calls runs, by source file.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openEngine } from './engines.mjs'
import { folder } from './prepare.mjs'
import { tableOf, writeMeasured } from './report.mjs'
import { tasks } from './tasks.mjs'

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '4' },
    task: { type: 'string' },
  },
})
/** Files of less than this share are summed. */
const least = 0.04
/** What the profiler itself takes, and waiting. */
const outside = ['dispatch', 'program', 'idle']

/** Which source file each line of a built file is from: bundlers name it in a comment above. */
function sourcesOf(url) {
  let source = 'bundled'
  return readFileSync(fileURLToPath(url), 'utf8')
    .split('\n')
    .map((text) => (source = /^ *\/\/ src\/(.+\.ts)$/.exec(text)?.[1] ?? source))
}

const known = new Map()
function placeOf({ url, functionName, lineNumber }) {
  if (!url.includes('/dist/')) return url === '' ? functionName.replace(/[()]/g, '') : 'bench, Node'
  if (!known.has(url)) known.set(url, sourcesOf(url))
  return `\`${known.get(url)[lineNumber]}\``
}

/** Calls until `milliseconds` have passed: many at once where each is short, lest asking the clock be seen. */
async function repeat(engine, { form }, milliseconds) {
  const calls = form === 'one' ? 1000 : 1
  for (const end = performance.now() + milliseconds; performance.now() < end;) await engine.run(calls)
}

/** In this process: the share of each place in the time of the calls, once engines have compiled what they will. */
async function profile(task) {
  const engine = await openEngine('skewless', folder, task)
  const milliseconds = 1000 * Number(options.seconds)
  await repeat(engine, task, milliseconds / 2)
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  await repeat(engine, task, milliseconds)
  const { nodes, samples, timeDeltas } = (await session.post('Profiler.stop')).profile
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
  const sums = {}
  samples.forEach((id, i) => (sums[places.get(id)] = (sums[places.get(id)] ?? 0) + timeDeltas[i]))
  for (const name of outside) delete sums[name]
  const all = Object.values(sums).reduce((sum, x) => sum + x, 0)
  return Object.fromEntries(Object.entries(sums).map(([place, sum]) => [place, sum / all]))
}

function told(shares) {
  const sorted = Object.entries(shares).sort((a, b) => b[1] - a[1])
  const large = sorted.filter(([, share]) => share >= least)
  const rest = sorted.slice(large.length).reduce((sum, [, share]) => sum + share, 0)
  return [...large, ['others', rest]].map(([place, share]) => `${place} ${Math.round(100 * share)} %`).join(', ')
}

if (options.task !== undefined) {
  process.stdout.write(JSON.stringify(await profile(tasks[Number(options.task)])))
} else {
  const rows = tasks
    .filter(({ name }) => name.includes(options.only))
    .map((task) => {
      const program = [fileURLToPath(import.meta.url), '--task', tasks.indexOf(task), '--seconds', options.seconds]
      return [task.name, told(JSON.parse(execFileSync(process.execPath, program, { encoding: 'utf8' })))]
    })
  const table = tableOf(['work', 'where the time goes'], rows)
  console.log(table)
  if (options.write) writeMeasured('node bench/profile.mjs --write', table)
}
