import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { BundleError } from '../errors.js'
import type { Input } from '../schema/document.js'
import { textReader } from '../schema/text.js'

export type RecordFormat = 'csv' | 'ndjson'

/** One record a line. A line that is no JSON is given on as text, which the schema refuses as no record. */
async function* readNdjson(input: Readable): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    try {
      yield JSON.parse(line) as unknown
    } catch {
      yield line
    }
  }
}

function checkHeader(header: readonly string[]): void {
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice !== undefined)
    throw new BundleError('ERR_ARGUMENT', `the CSV has the column ${JSON.stringify(twice)} twice`, '')
}

/** One record a row under a header; cells become values as spec/schema.md says. A row of another length is given on as text. */
async function* readCsv(input: Readable, inputs: readonly Input[]): AsyncGenerator<unknown> {
  const rows = input.pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true }))
  input.on('error', (error) => rows.destroy(error))
  const readers = new Map(inputs.map((one) => [one.name, textReader(one)]))
  let header: string[] | undefined
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (header === undefined) {
        checkHeader(row)
        header = row
      } else if (row.length !== header.length) yield row.join(',')
      else {
        const record = Object.create(null) as Record<string, unknown>
        header.forEach((name, i) => {
          const read = readers.get(name)
          record[name] = read === undefined ? row[i] : read(row[i]!)
        })
        yield record
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw new BundleError('ERR_ARGUMENT', `the CSV can't be read: ${error.message}`, '', { cause: error })
    }
    throw error
  }
}

/** The records of a stream, one after the other, in constant memory. */
export function readRecords(input: Readable, format: RecordFormat, inputs: readonly Input[]): AsyncIterable<unknown> {
  return format === 'csv' ? readCsv(input, inputs) : readNdjson(input)
}
