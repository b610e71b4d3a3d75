import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseText } from 'csv-parse/sync'
import { BundleError, printable } from '../errors.js'
import type { Input } from '../schema/input.js'
import { textReader } from '../schema/text.js'

export type RecordFormat = 'csv' | 'ndjson'

/** UTF-16 units of one line or one CSV record: 64 Mi. */
const longest = 67_108_864

const dialect = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: longest,
  raw: true,
}

const lineFeed = 10

/** How many lines end in the bytes. */
function countLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count++
  return count
}

/** Which line is not UTF-8, of bytes that are not: the first that is none by itself, else what is left of the last. */
function brokenLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 0
  for (let start = 0, end = 0; (end = bytes.indexOf(lineFeed, start) + 1) > 0; start = end, line++) {
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      break
    }
  }
  return line
}

/** The stream as text, without a byte order mark. Throws ERR_ARGUMENT for what is not UTF-8, and names its line. */
async function* decodeText(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  // The chunk before, in which a character may have begun, and how many lines ended before it.
  let previous: Uint8Array = new Uint8Array(0)
  let lines = 0
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (cause) {
      const first = previous.findIndex((byte) => byte >> 6 !== 2)
      const bytes = Buffer.concat([previous.subarray(Math.max(first, 0)), chunk ?? new Uint8Array(0)])
      const line = lines + brokenLine(bytes) + 1
      throw new BundleError('ERR_ARGUMENT', `expected UTF-8 in the input, got other bytes in line ${line}`, '', {
        cause,
      })
    }
  }
  for await (const chunk of input as AsyncIterable<Uint8Array>) {
    yield decode(chunk)
    lines += countLines(previous)
    previous = chunk
  }
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

interface Row {
  readonly raw: string
  readonly record: readonly string[]
}

/** Whether a row is RFC 4180's, in which a quote opens a cell, closes it or is doubled. */
function isStrict(raw: string): boolean {
  try {
    parseText(raw, { ...dialect, relax_quotes: false })
    return true
  } catch (error) {
    if (error instanceof CsvError) return false
    throw error
  }
}

/**
 * Why a row is no record under the header, or null. A quote inside an unquoted cell is a quote; a quoted cell that goes on after its
 * closing quote is refused, since readers differ: the parser gives it with its quotes, which a strict one has to tell from doubled ones.
 */
function rowFault({ raw, record }: Row, header: readonly string[]): string | null {
  if (record.some((cell) => cell.startsWith('"')) && !isStrict(raw))
    return `a cell that goes on after its closing quote: ${raw.trim()}`
  if (record.length === header.length) return null
  return `${record.length} cells under a header of ${header.length}: ${record.join(',')}`
}

/** One record a row under a header; cells become values as spec/schema.md says. A row that is no record is given on as a text that says why. */
async function* readCsv(input: Readable, inputs: readonly Input[]): AsyncGenerator<unknown> {
  const texts = Readable.from(decodeText(input))
  const rows = texts.pipe(parse(dialect))
  texts.on('error', (error) => rows.destroy(error))
  const readers = new Map(inputs.map((one) => [one.name, textReader(one)]))
  let header: readonly string[] | undefined
  try {
    for await (const row of rows as AsyncIterable<Row>) {
      const { record: cells } = row
      if (header === undefined) {
        checkHeader(cells, inputs)
        header = cells
        continue
      }
      const fault = rowFault(row, header)
      if (fault !== null) {
        yield fault
        continue
      }
      const record = Object.create(null) as Record<string, unknown>
      header.forEach((name, i) => {
        const read = readers.get(name)
        record[name] = read === undefined ? cells[i] : read(cells[i]!)
      })
      yield record
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
