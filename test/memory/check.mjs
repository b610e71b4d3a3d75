// node test/memory/check.mjs: `skewless predict` streams. Its peak memory on 10^6 rows is at most 1.1 times that on 10^5:
// what is in use, by JavaScript's own account, and what the process takes, by the system's.
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const most = 1.1
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'skewless-memory-'))
const [header, ...records] = readFileSync(`${root}examples/pima/records.csv`, 'utf8').trimEnd().split('\n')

async function writeRows(count) {
  const file = join(folder, `${count}.csv`)
  const stream = createWriteStream(file)
  stream.write(`${header}\n`)
  for (let row = 0; row < count; row += 1000) {
    const lines = Array.from({ length: 1000 }, (_, i) => records[(row + i) % records.length])
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return file
}

/** Runs `skewless predict` on the file behind a module, and gives the number that the module says last. */
function measured(file, flags, module) {
  const node = [...flags, '--import', `data:text/javascript,${encodeURIComponent(module)}`]
  const bundle = `${root}examples/pima/pima.mlbundle`
  const command = [...node, `${root}dist/cli.js`, 'predict', bundle, file, '--output-format', 'csv']
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const found = /peak (\d+)$/.exec(stderr)
  if (status !== 0 || found === null) throw new Error(`skewless predict failed: ${stderr}`)
  return Number(found[1])
}

/**
 * Bytes that the process took at its peak: the middle one of three runs. How far a heap grows before it is collected hangs on how
 * fast the machine is. So both generations have a ceiling (a heap that outgrows it ends the process), and one thread collects.
 */
function resident(file) {
  const module = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS * 1024))"
  const flags = ['--max-semi-space-size=1', '--max-old-space-size=24', '--single-threaded-gc']
  return [1, 2, 3].map(() => measured(file, flags, module)).sort((a, b) => a - b)[1]
}

/**
 * Bytes that were in use at their peak, after a full collection: of JavaScript's heap and of what it holds outside (array buffers
 * are in there). Looked at as often whatever the number of rows: at every `every`th batch that is written. `kept` bytes of each
 * batch are kept for good.
 */
function live(file, every, kept) {
  const module = `
    let [batches, peak, all] = [0, 0, []]
    const write = process.stdout.write
    process.stdout.write = function (...given) {
      if (${kept} > 0) all.push(new Uint8Array(${kept}))
      if (batches++ % ${every} === 0) {
        gc()
        const { heapUsed, external } = process.memoryUsage()
        peak = Math.max(peak, heapUsed + external)
      }
      return write.apply(this, given)
    }
    process.on('exit', () => process.stderr.write('peak ' + peak))`
  return measured(file, ['--expose-gc'], module)
}

const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`

function compare(what, few, many) {
  const ratio = many / few
  console.log(`${what}: ${megabytes(few)} for 10^5 rows, ${megabytes(many)} for 10^6: ${ratio.toFixed(3)} times`)
  return ratio <= most
}

try {
  const small = await writeRows(100_000)
  const large = await writeRows(1_000_000)
  const inUse = live(small, 1, 0)
  const flat = compare('in use', inUse, live(large, 10, 0))
  // As much as four bytes for each of 10^6 rows would be seen.
  const leaking = live(small, 1, 40_960)
  if (leaking <= most * inUse) throw new Error(`4 MB of ${megabytes(leaking)} are not seen: nothing is measured`)
  if (!compare('resident', resident(small), resident(large)) || !flat) {
    throw new Error(`expected at most ${most} times the memory of 10^5 rows`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
