import { clear, type Column, type ColumnType } from '../column.js'
import { quote, type Issue } from '../errors.js'
import { isPlainObject } from '../json/plain-object.js'
import type { Schema } from './document.js'
import type { InputEncoder } from './input-encoder.js'

/** An input as a column. */
export interface InputColumn extends ColumnType {
  readonly name: string
}

/** What a record is before it is looked at: any plain object. */
export type InputRecord = Readonly<Record<string, unknown>>

/** Writes records into columns, one per input of the schema, in its order. Prepared once for a schema. */
export interface RecordEncoder {
  readonly inputs: readonly InputColumn[]
  /**
   * Writes `record` into row `row` of `columns` (the first are the inputs; others are left alone), appends all its problems to
   * `issues` (as row `start + row`, in the order of the inputs, unknown keys last) and returns false when it is refused. Each
   * property is read once; a record that throws when it is read is refused. Cells that a refused record gives no value are
   * missing.
   */
  encodeRecord(record: unknown, row: number, columns: readonly Column[], issues: Issue[], start?: number): boolean
}

function hasEnumerable(prototype: object | null): boolean {
  for (const _ in prototype) return true
  return false
}

/** Where the cells of columns are, as lists: the loop over a record is several times faster on them. */
interface Places {
  readonly columns: readonly Column[]
  readonly data: readonly Column['data'][]
  readonly offsets: Int32Array
  readonly strides: Int32Array
}

function placesOf(columns: readonly Column[]): Places {
  return {
    columns,
    data: columns.map(({ data }) => data),
    offsets: Int32Array.from(columns, ({ offset }) => offset),
    strides: Int32Array.from(columns, ({ stride }) => stride),
  }
}

export function unknownKey(row: number, field: string, value: unknown): Issue {
  return { row, field, code: 'unknown_key', message: `unknown key ${quote(field)}`, value, fatal: true }
}

/** `encoders` are those of the inputs of the schema. */
export function recordEncoder(schema: Schema, encoders: readonly InputEncoder[]): RecordEncoder {
  const names = encoders.map(({ name }) => name)
  const known = new Set(names)
  const count = names.length
  const strict = schema.unknown_keys === 'error'

  const writes = encoders.map((encoder) => encoder.write)
  const lows = Float64Array.from(encoders, ({ between }) => between[0])
  const highs = Float64Array.from(encoders, ({ between }) => between[1])

  const write = (
    value: unknown,
    i: number,
    row: number,
    { data, offsets, strides }: Places,
    issues: Issue[],
    start: number,
  ): boolean => {
    const at = offsets[i]! + row * strides[i]!
    if (typeof value === 'number' && value >= lows[i]! && value <= highs[i]!) {
      ;(data[i] as Float64Array)[at] = value
      return true
    }
    return writes[i]!(value, data[i]!, at, start + row, issues)
  }

  /** Writes each input's value, read once; false when one is refused or there are other keys, which are not allowed. */
  const writeAll = (
    record: Readonly<Record<string, unknown>>,
    row: number,
    places: Places,
    issues: Issue[],
    start: number,
  ): boolean => {
    let i = 0
    let accepted = true
    // Where keys can only be the record's own, and as long as they are the inputs in order: engines read fastest by for-in.
    let exact = !hasEnumerable(Object.getPrototypeOf(record) as object | null)
    if (exact) {
      for (const key in record) {
        exact = key === names[i]
        if (!exact) break
        if (!write(record[key], i, row, places, issues, start)) accepted = false
        i++
      }
    }
    for (; i < count; i++) {
      const name = names[i]!
      const value = Object.hasOwn(record, name) ? record[name] : undefined
      if (!write(value, i, row, places, issues, start)) accepted = false
    }
    if (exact || !strict || Object.keys(record).every((key) => known.has(key))) return accepted
    refuseUnknown(record, start + row, issues)
    return false
  }

  const refuseUnknown = (record: Readonly<Record<string, unknown>>, row: number, issues: Issue[]): void => {
    for (const key of Object.keys(record)) if (!known.has(key)) issues.push(unknownKey(row, key, record[key]))
  }

  // Of the columns of the last call. A record may make another call while it is read, so nothing here is ever changed.
  let latest = placesOf([])
  return {
    inputs: encoders.map(({ name, type }) => ({ name, ...type })),
    encodeRecord(record, row, columns, issues, start = 0) {
      const places = latest.columns === columns ? latest : placesOf(columns)
      latest = places
      const found = issues.length
      let message
      try {
        if (isPlainObject(record)) return writeAll(record, row, places, issues, start)
        message = `expected a plain object, got ${quote(record)}`
      } catch {
        issues.length = found
        message = 'expected a record that can be read, got one that throws'
      }
      issues.push({ row: start + row, field: '', code: 'not_a_record', message, value: record, fatal: true })
      for (let i = 0; i < count; i++) clear(columns[i]!, row)
      return false
    },
  }
}
