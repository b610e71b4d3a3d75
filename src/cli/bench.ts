import { hrtime } from 'node:process'
import { Command, InvalidArgumentError, Option } from 'commander'
import { BundleError } from '../errors.js'
import { defaultLimits } from '../limits.js'
import { readBundleFile } from '../model/file.js'
import type { Model } from '../model/model.js'
import { goldenRecords } from './golden-records.js'
import { backends, openModel, type BackendName } from './open.js'
import { print, printJson, table } from './print.js'

const batchSizes = [32, 1024]

/** Calls of one kind, in microseconds each. */
interface Measure {
  readonly calls: number
  readonly median: number
  readonly p99: number
}

const microseconds = (since: bigint): number => Number(hrtime.bigint() - since) / 1000

/** Calls `work` for as long as it is told, at least ten times after ten that do not count. */
async function measure(seconds: number, work: (i: number) => unknown): Promise<Measure> {
  for (let i = 0; i < 10; i++) await work(i)
  const times: number[] = []
  const start = hrtime.bigint()
  do {
    const before = hrtime.bigint()
    await work(times.length)
    times.push(microseconds(before))
  } while (times.length < 10 || microseconds(start) < seconds * 1e6)
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!
  return { calls: times.length, median: at(0.5), p99: at(0.99) }
}

/** The golden records that the model scores. */
async function scorable(model: Model, file: string): Promise<readonly unknown[]> {
  const bundle = await readBundleFile(file, defaultLimits)
  const records = await goldenRecords(bundle)
  const { outputs } = await model.predictBatch(records, { onInvalid: 'null' })
  const taken = records.filter((_, i) => outputs[i] !== null)
  if (taken.length > 0) return taken
  throw new BundleError('ERR_ENTRY_MISSING', 'this bundle has no golden record to score', 'golden.json')
}

interface Options {
  readonly backend: BackendName
  readonly seconds: number
  readonly json?: true
}

async function bench(file: string, { backend, seconds, json }: Options): Promise<void> {
  const load = await measure(seconds, async () => {
    const loaded = await openModel(file, backend)
    loaded.dispose()
  })
  const model = await openModel(file, backend)
  const records = await scorable(model, file)
  const record = (i: number): unknown => records[i % records.length]
  const single = await measure(seconds, (i) => model.predict(record(i)))
  const batches = []
  for (const rows of batchSizes) {
    const batch = Array.from({ length: rows }, (_, i) => record(i))
    const times = await measure(seconds, () => model.predictBatch(batch))
    batches.push({ rows, ...times, rowsPerSecond: (rows * 1e6) / times.median })
  }
  if (json) {
    const { version, arch, platform } = process
    printJson({
      file,
      identity: model.identity,
      backend,
      node: version,
      arch,
      platform,
      records: records.length,
      load,
      single,
      batches,
    })
    return
  }
  const ms = (value: number): string => `${(value / 1000).toFixed(3)} ms`
  const row = (name: string, { median, p99, calls }: Measure, rate: number): string[] => {
    return ['', name, ms(median), ms(p99), `${Math.round(rate).toLocaleString('en')}/s`, `${calls} calls`]
  }
  print(`${file}  ${backend}, Node ${process.version}, ${records.length} golden records`)
  print(
    table([
      ['', '', 'median', 'p99', '', ''],
      row('load', load, 1e6 / load.median),
      row('one record', single, 1e6 / single.median),
      ...batches.map((batch) => row(`batch of ${batch.rows}`, batch, batch.rowsPerSecond)),
    ]),
  )
}

function duration(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 3600) return value
  throw new InvalidArgumentError('expected a number of seconds')
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('measure latency and throughput of a bundle here, on its golden records')
    .argument('<file>', 'a bundle')
    .addOption(new Option('--backend <name>', 'inference engine').choices(backends).default('js'))
    .addOption(new Option('--seconds <number>', 'time for each line').default(1).argParser(duration))
    .option('--json', 'print one JSON document; times are in microseconds')
    .action(bench)
}
