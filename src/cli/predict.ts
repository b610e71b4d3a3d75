import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { SingleBar } from 'cli-progress'
import { Command, Option } from 'commander'
import { BundleError, type Issue } from '../errors.js'
import type { Model } from '../model/model.js'
import { backends, openModel, type BackendName } from './open.js'
import { Failure, printError, saying, UsageError } from './print.js'
import { readRecords, type RecordFormat } from './records-in.js'
import { createWriter, issueLine, type Count, type Writer } from './records-out.js'

const formats = ['csv', 'ndjson'] as const
const batchSize = 1024

interface Options {
  readonly backend: BackendName
  readonly output?: string
  readonly format?: RecordFormat
  readonly outputFormat?: RecordFormat
  readonly onInvalid: 'error' | 'skip' | 'null'
  readonly issues?: string
  readonly json?: true
}

/** The format that was given, or that the name says; without a fallback a name that says none is wrong usage. */
function formatOf(path: string | undefined, given: RecordFormat | undefined, fallback?: RecordFormat): RecordFormat {
  const extension = extname(path ?? '').toLowerCase()
  const named = extension === '.csv' ? 'csv' : ['.ndjson', '.jsonl'].includes(extension) ? 'ndjson' : fallback
  const format = given ?? named
  if (format === undefined) throw new UsageError(`expected --format for ${path}: its name says neither CSV nor NDJSON`)
  return format
}

/** When the records end by an error, what came before it is a batch too. */
async function* batches(records: AsyncIterable<unknown>): AsyncGenerator<unknown[]> {
  let batch: unknown[] = []
  try {
    for await (const record of records) {
      batch.push(record)
      if (batch.length < batchSize) continue
      yield batch
      batch = []
    }
  } catch (error) {
    if (batch.length > 0) yield batch
    throw error
  }
  if (batch.length > 0) yield batch
}

function describe({ row, field, message }: Issue): string {
  return `record ${row + 1}${field === '' ? '' : `, ${JSON.stringify(field)}`}: ${message}`
}

/** Scores and counts everything; stops at the first refused record with `error`. */
async function score(
  model: Model,
  records: AsyncIterable<unknown>,
  write: (text: string) => Promise<void>,
  writer: Writer,
  onInvalid: Options['onInvalid'],
  tell: ((text: string) => Promise<void>) | undefined,
  count: Count,
): Promise<void> {
  await write(writer.head())
  for await (const batch of batches(records)) {
    const { outputs, issues } = await model.predictBatch(batch, { onInvalid: 'null' })
    const fatal = new Map<number, Issue[]>()
    const flagged = new Set<number>()
    for (const issue of issues) {
      if (!issue.fatal) {
        if (outputs[issue.row] !== null) flagged.add(issue.row)
        continue
      }
      const known = fatal.get(issue.row)
      if (known) known.push(issue)
      else fatal.set(issue.row, [issue])
    }
    count.flagged += flagged.size
    if (tell !== undefined && issues.length > 0) {
      await tell(issues.map((issue) => issueLine({ ...issue, row: count.records + issue.row })).join(''))
    }
    let text = ''
    let stop: Issue | undefined
    for (let row = 0; row < outputs.length && stop === undefined; row++) {
      const output = outputs[row]!
      if (output !== null) text += writer.row(output)
      else {
        const reasons = fatal.get(row)!.map((issue) => ({ ...issue, row: count.records + row }))
        count.refused++
        if (onInvalid === 'null') text += writer.refused(reasons)
        else if (onInvalid === 'error') stop = reasons[0]!
      }
    }
    await write(text)
    if (stop !== undefined) await write(writer.tail({ ...count, records: stop.row + 1 }, stop))
    if (stop !== undefined) {
      process.stderr.write(`error ERR_INPUT: ${describe(stop)}\n`)
      throw new Failure()
    }
    count.records += batch.length
  }
  await write(writer.tail(count, null))
}

/** A bar on standard error for a file of known size, when that is a terminal. */
async function progress(path: string | undefined, input: Readable): Promise<SingleBar | undefined> {
  if (path === undefined || !process.stderr.isTTY) return undefined
  const { size } = await stat(path)
  const bar = new SingleBar({ format: 'scoring [{bar}] {percentage}% | {eta_formatted} left', stream: process.stderr })
  bar.start(size, 0)
  input.on('data', (chunk: Buffer) => {
    bar.increment(chunk.length)
  })
  return bar
}

/** Where the answers go. Opening it empties a file, so what is read was opened first and may not be the same file. */
async function openOutput(
  output: string | undefined,
  sources: readonly string[],
): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }> {
  if (output === undefined) {
    return {
      write: async (text) => {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      },
      close: async () => {},
    }
  }
  const place = await stat(output).catch(() => undefined)
  for (const path of sources) {
    const source = await stat(path)
    if (place?.ino !== source.ino || place.dev !== source.dev) continue
    throw new BundleError('ERR_ARGUMENT', `expected an output other than ${path}, got the same file`, output)
  }
  const file = await open(output, 'w')
  return {
    write: async (text) => {
      await file.writeFile(text)
    },
    close: () => file.close(),
  }
}

async function predict(file: string, from: string | undefined, options: Options): Promise<void> {
  const path = from === '-' ? undefined : from
  if (path === undefined && process.stdin.isTTY) throw new UsageError('expected an input file or standard input')
  if (
    options.issues !== undefined &&
    options.output !== undefined &&
    resolve(options.issues) === resolve(options.output)
  ) {
    throw new UsageError('expected different files for --output and --issues')
  }
  if (options.json && options.outputFormat !== undefined)
    throw new UsageError('expected --json or --output-format, got both')
  const format = formatOf(path, options.format, path === undefined ? 'ndjson' : undefined)
  const model = await openModel(file, options.backend)
  const input = path === undefined ? process.stdin : createReadStream(path)
  if (path !== undefined) await once(input, 'open')
  const sources = path === undefined ? [file] : [file, path]
  const output = await openOutput(options.output, sources)
  const told = options.issues === undefined ? undefined : await openOutput(options.issues, sources)
  const form = options.json ? 'json' : formatOf(options.output, options.outputFormat, 'ndjson')
  const writer = createWriter(model.schema.outputs, form)
  const bar = await progress(path, input)
  const count: Count = { records: 0, refused: 0, flagged: 0 }
  try {
    await score(
      model,
      readRecords(input, format, model.schema.inputs),
      output.write,
      writer,
      options.onInvalid,
      told?.write,
      count,
    )
    if (count.refused > 0) process.stderr.write(`${count.refused} of ${count.records} records refused\n`)
    if (count.flagged > 0) {
      process.stderr.write(`${count.flagged} of ${count.records} records scored with issues (--issues writes them)\n`)
    }
  } catch (error) {
    const said = options.json ? saying(error) : null
    if (said === null) throw error
    printError(error as Error)
    await output.write(writer.tail(count, said))
    throw new Failure()
  } finally {
    bar?.stop()
    await output.close()
    await told?.close()
  }
}

export function predictCommand(): Command {
  return new Command('predict')
    .description('score records from CSV or NDJSON')
    .argument('<file>', 'a bundle')
    .argument('[input]', 'CSV (.csv) or NDJSON (.ndjson, .jsonl); standard input when it is left out or -')
    .option('-o, --output <file>', 'where to write; standard output when it is left out')
    .addOption(new Option('--format <format>', 'of the input').choices(formats))
    .addOption(
      new Option('--output-format <format>', 'of the output; NDJSON unless the name says CSV').choices(formats),
    )
    .addOption(new Option('--backend <name>', 'inference engine').choices(backends).default('js'))
    .addOption(
      new Option('--on-invalid <what>', 'a refused record ends the run, is left out, or gives {"error": [...]}')
        .choices(['error', 'skip', 'null'])
        .default('error'),
    )
    .option('--json', 'write one JSON document: {"outputs": [...], "counts": ..., "error": ...}')
    .option('--issues <file>', 'where to write every issue as NDJSON, also of records that are scored')
    .action(predict)
}
