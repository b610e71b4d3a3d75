import type { Column, NumberColumn } from '../column.js'
import { mismatch, quote, type Issue } from '../errors.js'
import { isPlainObject } from '../json/plain-object.js'
import type { Schema } from './document.js'
import { unknownKey } from './encode.js'
import type { InputEncoder } from './input-encoder.js'

type Values = ArrayLike<unknown>

/** Columns that came in, checked: the inputs' values in the order of the schema, undefined where there is no such column. */
export interface SelectedColumns {
  readonly rows: number
  readonly values: readonly (Values | undefined)[]
  readonly unknown: readonly (readonly [name: string, values: Values])[]
}

/** Writes columns `{ name: values }` into columns, with the same result as the records that they make up. */
export interface ColumnsEncoder {
  /**
   * `data` is a plain object of arrays and typed arrays of one length, which is the number of rows (0 when there are none).
   * Throws ERR_ARGUMENT otherwise.
   */
  selectColumns(data: unknown): SelectedColumns
  /**
   * Writes rows `start` to `start + rows` into rows 0 to `rows` of `columns`, appends all problems to `issues` (row by row) and
   * sets `refused[row]` to 1 for each row of the block that is refused.
   */
  encodeColumns(
    selected: SelectedColumns,
    start: number,
    rows: number,
    columns: readonly Column[],
    issues: Issue[],
    refused: Uint8Array,
  ): void
}

const mostRows = 0xffff_ffff

/** Whether `length` can be that of a batch; a Proxy or a subclass may say anything. */
export function isRowCount(length: unknown): length is number {
  return Number.isInteger(length) && (length as number) >= 0 && (length as number) <= mostRows
}

/** An array or a typed array; a DataView has no length. */
function isColumn(values: unknown): values is Values {
  return (Array.isArray(values) || ArrayBuffer.isView(values)) && isRowCount((values as Partial<Values>).length)
}

function checkColumns(data: unknown): readonly (readonly [string, Values])[] {
  if (!isPlainObject(data)) mismatch('ERR_ARGUMENT', 'an array of records or an object of columns', quote(data))
  const entries = Object.entries(data)
  const { length } = (entries[0]?.[1] ?? []) as Values
  for (const [name, values] of entries) {
    if (!isColumn(values)) {
      mismatch('ERR_ARGUMENT', `an array for the column ${quote(name)}`, quote(values))
    }
    const got = (values as Values & object).length
    if (got !== length) {
      const first = quote(entries[0]![0])
      mismatch('ERR_ARGUMENT', `${length} values in ${quote(name)} as in ${first}`, got)
    }
  }
  return entries as [string, Values][]
}

/** Writes `rows` values of a source, from `start` on, into a column. */
type WriteValues = (
  source: Values | undefined,
  start: number,
  rows: number,
  column: Column,
  issues: Issue[],
  refused: Uint8Array,
) => void

/**
 * Copies values from `row` on as long as they lie from `low` to `high`, four at a time while all do; returns the first row whose value
 * does not, or `rows`.
 */
function copyBetween(
  source: Float64Array,
  start: number,
  row: number,
  rows: number,
  { data, offset, stride }: NumberColumn,
  low: number,
  high: number,
): number {
  const end = start + rows
  let i = start + row
  let at = offset + row * stride
  for (; i < end - 3; i += 4, at += 4 * stride) {
    const a = source[i]!
    const b = source[i + 1]!
    const c = source[i + 2]!
    const d = source[i + 3]!
    if (!(a >= low && a <= high && b >= low && b <= high && c >= low && c <= high && d >= low && d <= high)) break
    data[at] = a
    data[at + stride] = b
    data[at + 2 * stride] = c
    data[at + 3 * stride] = d
  }
  for (; i < end; i++, at += stride) {
    const value = source[i]!
    if (!(value >= low && value <= high)) break
    data[at] = value
  }
  return i - start
}

function valuesWriter({ write, between: [low, high] }: InputEncoder): WriteValues {
  return (source, start, rows, column, issues, refused) => {
    const { kind, data, offset, stride } = column
    const floats = kind === 'number' && source instanceof Float64Array ? source : null
    for (let row = 0; row < rows; row++) {
      if (floats !== null) row = copyBetween(floats, start, row, rows, column as NumberColumn, low, high)
      if (row === rows) return
      const value = source === undefined ? undefined : source[start + row]
      if (!write(value, data, offset + row * stride, start + row, issues)) refused[row] = 1
    }
  }
}

/** `encoders` are those of the inputs of the schema. */
export function columnsEncoder(schema: Schema, encoders: readonly InputEncoder[]): ColumnsEncoder {
  const writers = encoders.map(valuesWriter)
  const known = new Set(encoders.map(({ name }) => name))
  const strict = schema.unknown_keys === 'error'
  return {
    selectColumns(data) {
      const entries = checkColumns(data)
      const found = new Map(entries)
      return {
        rows: entries[0]?.[1].length ?? 0,
        values: encoders.map(({ name }) => found.get(name)),
        unknown: strict ? entries.filter(([name]) => !known.has(name)) : [],
      }
    },
    encodeColumns({ values: sources, unknown }, start, rows, columns, issues, refused) {
      const found: Issue[] = []
      writers.forEach((write, i) => {
        write(sources[i], start, rows, columns[i]!, found, refused)
      })
      for (const [name, values] of unknown) {
        for (let row = 0; row < rows; row++) {
          found.push(unknownKey(start + row, name, values[start + row]))
          refused[row] = 1
        }
      }
      found.sort((a, b) => a.row - b.row)
      for (const issue of found) issues.push(issue)
    },
  }
}
