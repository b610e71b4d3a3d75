import { stringify } from 'csv-stringify/sync'
import type { Issue } from '../errors.js'
import { tagNumber } from '../json/number.js'
import type { OutputRecord } from '../schema/decode.js'
import type { Said } from './print.js'
import { cellPaths, type Output } from '../schema/output.js'
import type { RecordFormat } from './records-in.js'

/** Of records: all, those that were refused, and those scored although something about them is not as it should be. */
export interface Count {
  records: number
  refused: number
  flagged: number
}

/** Text for the start, for a scored record, for a refused one and for the end, with what ended it early if something did. */
export interface Writer {
  head(): string
  row(output: OutputRecord): string
  refused(issues: readonly Issue[]): string
  tail(count: Count, error: Issue | Said | null): string
}

/** NaN is null; infinities are tagged, since JSON has none. */
function jsonCell(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return value === value ? tagNumber(value) : null
}

/** An issue as a line of NDJSON. */
export function issueLine(issue: Issue): string {
  return JSON.stringify(issue, jsonCell) + '\n'
}

const ndjson: Writer = {
  head: () => '',
  row: (output) => JSON.stringify(output, jsonCell) + '\n',
  refused: (issues) => JSON.stringify({ error: issues }, jsonCell) + '\n',
  tail: () => '',
}

/** The lines of NDJSON as the array of one document. */
function json(): Writer {
  let before = '\n'
  const item = (line: string): string => {
    const text = before + line.trimEnd()
    before = ',\n'
    return text
  }
  return {
    head: () => '{"outputs":[',
    row: (output) => item(ndjson.row(output)),
    refused: (issues) => item(ndjson.refused(issues)),
    tail: (count, error) => `],"counts":${JSON.stringify(count)},"error":${JSON.stringify(error, jsonCell)}}\n`,
  }
}

function csvCell(value: unknown): unknown {
  return value === null || value !== value
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value, jsonCell)
      : String(value)
}

/** A column per output, or per key (`probabilities.stay`) where an output is an object; what has no key is JSON in one cell. */
function csv(outputs: readonly Output[]): Writer {
  const columns = outputs.flatMap((output) => (cellPaths(output) ?? [[]]).map((path) => [output.name, ...path]))
  const pick = (output: OutputRecord, path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], output)
  return {
    head: () => stringify([columns.map((path) => path.join('.'))]),
    row: (output) => stringify([columns.map((path) => csvCell(pick(output, path)))]),
    refused: () => stringify([columns.map(() => '')]),
    tail: () => '',
  }
}

export function createWriter(outputs: readonly Output[], format: RecordFormat | 'json'): Writer {
  return format === 'csv' ? csv(outputs) : format === 'json' ? json() : ndjson
}
