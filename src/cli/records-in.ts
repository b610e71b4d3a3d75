import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BundleError, printable } from '../errors.js'
import type { Input } from '../schema/input.js'
import { textReader } from '../schema/text.js'

export type RecordFormat = 'csv' | 'ndjson'

/** UTF-16 units of one line or one CSV record: 64 Mi. */
const longest = 67_108_864

/** The stream as text, without a byte order mark. Throws ERR_ARGUMENT for what is not UTF-8. */
async function* decodeText(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch (cause) {
      throw new BundleError('ERR_ARGUMENT', 'expected UTF-8 in the input, got other bytes', '', { cause })
    }
  }
  for await (const chunk of input) yield decode(chunk as Uint8Array)
  yield decode()
}

/** Lines end with LF or CRLF and with nothing else: readline also ends them at U+2028, which JSON has in strings. */
async function* readLines(input: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const text of decodeText(input)) {
    rest += text
    if (text.includes('\n')) {
      const lines = rest.split('\n')
      rest = lines.pop()!
      yield* lines
    }
    if (rest.length > longest) throw new BundleError('ERR_LIMIT', `expected lines of at most ${longest} characters`, '')
  }
  yield rest
}

/** One record a line. A line that is no JSON is given on as text, which the schema refuses as no record. */
async function* readNdjson(input: Readable): AsyncGenerator<unknown> {
  for await (const line of readLines(input)) {
    if (line.trim() === '') continue
    try {
      yield JSON.parse(line) as unknown
    } catch {
      yield line
    }
  }
}

/** A header that names no input is of another file, or its cells are not separated by commas. */
function checkHeader(header: readonly string[], inputs: readonly Input[]): void {
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice !== undefined)
    throw new BundleError('ERR_ARGUMENT', `the CSV has the column ${JSON.stringify(twice)} twice`, '')
  if (inputs.length > 0 && !inputs.some(({ name }) => header.includes(name))) {
    const names = inputs.map(({ name }) => name).join(', ')
    const [wanted, got] = [names, header.join(', ')].map((text) => printable(text, 80))
    throw new BundleError('ERR_ARGUMENT', `expected a CSV header with some of ${wanted}, got ${got}`, '')
  }
}

/** One record a row under a header; cells become values as spec/schema.md says. A row of another length is given on as a text that says so. */
async function* readCsv(input: Readable, inputs: readonly Input[]): AsyncGenerator<unknown> {
  const texts = Readable.from(decodeText(input))
  const rows = texts.pipe(
    parse({
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longest,
    }),
  )
  texts.on('error', (error) => rows.destroy(error))
  const readers = new Map(inputs.map((one) => [one.name, textReader(one)]))
  let header: string[] | undefined
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (header === undefined) {
        checkHeader(row, inputs)
        header = row
      } else if (row.length !== header.length)
        yield `${row.length} cells under a header of ${header.length}: ${row.join(',')}`
      else {
        const record = Object.create(null) as Record<string, unknown>
        header.forEach((name, i) => {
          const read = readers.get(name)
          record[name] = read === undefined ? row[i] : read(row[i]!)
        })
        yield record
      }
    }
    if (header === undefined) throw new BundleError('ERR_ARGUMENT', 'expected a CSV header, got nothing', '')
  } catch (error) {
    if (error instanceof CsvError) {
      throw new BundleError('ERR_ARGUMENT', `the CSV can't be read: ${error.message}`, '', { cause: error })
    }
    throw error
  }
}

/** The records of a stream, one after the other, in constant memory. */
export function readRecords(input: Readable, format: RecordFormat, inputs: readonly Input[]): AsyncIterable<unknown> {
  return format === 'csv' ? readCsv(input, inputs) : readNdjson(input)
}
