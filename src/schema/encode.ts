import { clear, type Column, type ColumnType } from '../column.js'
import { quote, type Issue } from '../errors.js'
import type { Schema } from './document.js'
import { inputEncoders } from './input-encoder.js'
import { isPlainObject } from './plain-object.js'

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

// V8 makes this one free inside for-in, not Object.hasOwn.
const { hasOwnProperty } = Object.prototype

export function unknownKey(row: number, field: string, value: unknown): Issue {
  return { row, field, code: 'unknown_key', message: `unknown key ${quote(field)}`, value, fatal: true }
}

export function recordEncoder(schema: Schema): RecordEncoder {
  const encoders = inputEncoders(schema)
  const names = encoders.map(({ name }) => name)
  const known = new Set(names)
  const count = names.length
  const strict = schema.unknown_keys === 'error'

  const writes = encoders.map((encoder) => encoder.write)
  const lows = Float64Array.from(encoders, ({ between }) => between[0])
  const highs = Float64Array.from(encoders, ({ between }) => between[1])

  const write = (
    i: number,
    value: unknown,
    row: number,
    columns: readonly Column[],
    issues: Issue[],
    start: number,
  ): boolean => {
    const column = columns[i]!
    const at = column.offset + row * column.stride
    if (typeof value === 'number' && value > lows[i]! && value < highs[i]!) {
      ;(column.data as Float64Array)[at] = value
      return true
    }
    return writes[i]!(value, column.data, at, start + row, issues)
  }

  const read = (
    record: Readonly<Record<string, unknown>>,
    row: number,
    columns: readonly Column[],
    issues: Issue[],
    start: number,
  ): boolean => {
    let i = 0
    let accepted = true
    let exact = true
    // As long as the record's own keys are the inputs in order, the loop proves ownership at no cost.
    for (const key in record) {
      exact = key === names[i] && hasOwnProperty.call(record, key)
      if (!exact) break
      accepted = write(i, record[key], row, columns, issues, start) && accepted
      i++
    }
    for (; i < count; i++) {
      const name = names[i]!
      const value = hasOwnProperty.call(record, name) ? record[name] : undefined
      accepted = write(i, value, row, columns, issues, start) && accepted
    }
    if (exact || !strict) return accepted
    for (const key of Object.keys(record)) {
      if (known.has(key)) continue
      issues.push(unknownKey(start + row, key, record[key]))
      accepted = false
    }
    return accepted
  }

  return {
    inputs: encoders.map(({ name, type }) => ({ name, ...type })),
    encodeRecord(record, row, columns, issues, start = 0) {
      let message
      try {
        if (isPlainObject(record)) return read(record, row, columns, issues, start)
        message = `expected a plain object, got ${quote(record)}`
      } catch {
        message = 'expected a record that can be read, got one that throws'
      }
      issues.push({ row: start + row, field: '', code: 'not_a_record', message, value: record, fatal: true })
      for (let i = 0; i < count; i++) clear(columns[i]!, row)
      return false
    },
  }
}
