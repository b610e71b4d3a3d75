// node test/memory/check.mjs: `skewless predict` streams. Its peak memory on 10^6 rows is at most 1.1 times that on 10^5.
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

/** Kilobytes that a process took at its peak. The young generation has a fixed size, lest its growth be taken for the rows'. */
function peak(file) {
  const report = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))"
  const node = ['--max-semi-space-size=1', '--import', `data:text/javascript,${encodeURIComponent(report)}`]
  const command = [
    ...node,
    `${root}dist/cli.js`,
    'predict',
    `${root}examples/pima/pima.mlbundle`,
    file,
    '--output-format',
    'csv',
  ]
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const found = /peak (\d+)$/.exec(stderr)
  if (status !== 0 || found === null) throw new Error(`skewless predict failed: ${stderr}`)
  return Number(found[1])
}

try {
  const small = await writeRows(100_000)
  const large = await writeRows(1_000_000)
  // The middle one of three runs, since a short one varies more.
  const few = [peak(small), peak(small), peak(small)].sort((a, b) => a - b)[1]
  const many = peak(large)
  const ratio = many / few
  console.log(
    `${(few / 1024).toFixed(0)} MB for 10^5 rows, ${(many / 1024).toFixed(0)} MB for 10^6: ${ratio.toFixed(3)} times`,
  )
  if (!(ratio <= most)) throw new Error(`expected at most ${most} times the memory of 10^5 rows`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
