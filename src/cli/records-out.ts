import { stringify } from 'csv-stringify/sync'
import type { Issue } from '../errors.js'
import { tagNumber } from '../json/number.js'
import type { OutputRecord } from '../schema/decode.js'
import type { Output } from '../schema/document.js'
import type { RecordFormat } from './records-in.js'

/** Text for the start, for a scored record and for a refused one. */
interface Writer {
  head(): string
  row(output: OutputRecord): string
  refused(issues: readonly Issue[]): string
}

/** NaN is null; infinities are tagged, since JSON has none. */
function jsonCell(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return value === value ? tagNumber(value) : null
}

const ndjson: Writer = {
  head: () => '',
  row: (output) => JSON.stringify(output, jsonCell) + '\n',
  refused: (issues) => JSON.stringify({ error: issues }, jsonCell) + '\n',
}

function csvCell(value: unknown): unknown {
  return value === null || value !== value
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value, jsonCell)
      : String(value)
}

/** A column per output, or per key (`probabilities.stay`) where an output is an object; lists are JSON in one cell. */
function csv(outputs: readonly Output[]): Writer {
  const columns = outputs.flatMap(({ name, keys }) => (keys === null ? [[name]] : keys.map((key) => [name, key])))
  const pick = (output: OutputRecord, [name, key]: string[]): unknown => {
    const value = output[name!]
    return key === undefined ? value : (value as Record<string, unknown>)[key]
  }
  return {
    head: () => stringify([columns.map((path) => path.join('.'))]),
    row: (output) => stringify([columns.map((path) => csvCell(pick(output, path)))]),
    refused: () => stringify([columns.map(() => '')]),
  }
}

export function createWriter(outputs: readonly Output[], format: RecordFormat): Writer {
  return format === 'csv' ? csv(outputs) : ndjson
}
