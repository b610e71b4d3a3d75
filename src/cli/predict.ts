import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Readable, Writable } from 'node:stream'
import { SingleBar } from 'cli-progress'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Issue } from '../errors.js'
import type { Model } from '../model/model.js'
import { backends, openModel } from './open.js'
import { Failure } from './print.js'
import { readRecords, type RecordFormat } from './records-in.js'
import { createWriter } from './records-out.js'

const formats = ['csv', 'ndjson'] as const
const batchSize = 1024

interface Options {
  readonly output?: string
  readonly format?: RecordFormat
  readonly outputFormat?: RecordFormat
  readonly onInvalid: 'error' | 'skip' | 'null'
}

function formatOf(path: string | undefined, given: RecordFormat | undefined, fallback: RecordFormat): RecordFormat {
  const extension = extname(path ?? '').toLowerCase()
  return given ?? (extension === '.csv' ? 'csv' : ['.ndjson', '.jsonl'].includes(extension) ? 'ndjson' : fallback)
}

async function* batches(records: AsyncIterable<unknown>): AsyncGenerator<unknown[]> {
  let batch: unknown[] = []
  for await (const record of records) {
    batch.push(record)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function describe({ row, field, message }: Issue): string {
  return `record ${row + 1}${field === '' ? '' : `, ${JSON.stringify(field)}`}: ${message}`
}

/** Scores everything and gives the count of records and of refused ones; stops at the first refused one with `error`. */
async function score(
  model: Model,
  records: AsyncIterable<unknown>,
  write: (text: string) => Promise<void>,
  writer: ReturnType<typeof createWriter>,
  onInvalid: Options['onInvalid'],
): Promise<{ records: number; refused: number }> {
  const count = { records: 0, refused: 0 }
  await write(writer.head())
  for await (const batch of batches(records)) {
    const { outputs, issues } = await model.predictBatch(batch, { onInvalid: 'null' })
    let text = ''
    let stop: Issue | undefined
    for (let row = 0; row < outputs.length && stop === undefined; row++) {
      const output = outputs[row]!
      if (output !== null) text += writer.row(output)
      else {
        const reasons = issues
          .filter((issue) => issue.fatal && issue.row === row)
          .map((issue) => ({ ...issue, row: count.records + row }))
        count.refused++
        if (onInvalid === 'null') text += writer.refused(reasons)
        else if (onInvalid === 'error') stop = reasons[0]!
      }
    }
    await write(text)
    if (stop !== undefined) {
      process.stderr.write(`error ERR_INPUT: ${describe(stop)}\n`)
      throw new Failure()
    }
    count.records += batch.length
  }
  return count
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

function writeTo(stream: Writable): (text: string) => Promise<void> {
  return async (text) => {
    if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve))
  }
}

async function predict(file: string, path: string | undefined, options: Options): Promise<void> {
  if (path === undefined && process.stdin.isTTY)
    throw new InvalidArgumentError('expected an input file or standard input')
  const model = await openModel(file)
  const input = path === undefined ? process.stdin : createReadStream(path)
  const output = options.output === undefined ? process.stdout : createWriteStream(options.output)
  const format = formatOf(path, options.format, 'ndjson')
  const writer = createWriter(model.schema.outputs, formatOf(options.output, options.outputFormat, 'ndjson'))
  const bar = await progress(path, input)
  try {
    const count = await score(
      model,
      readRecords(input, format, model.schema.inputs),
      writeTo(output),
      writer,
      options.onInvalid,
    )
    if (count.refused > 0) process.stderr.write(`${count.refused} of ${count.records} records refused\n`)
  } finally {
    bar?.stop()
    if (output !== process.stdout) {
      output.end()
      await finished(output)
    }
  }
}

export function predictCommand(): Command {
  return new Command('predict')
    .description('score records from CSV or NDJSON')
    .argument('<file>', 'a bundle')
    .argument('[input]', 'CSV (.csv) or NDJSON (.ndjson, .jsonl); standard input when it is left out')
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
    .action(predict)
}
