import type { CellColumn } from '../column.js'
import type { Cell } from './cell.js'
import type { Schema } from './document.js'
import type { Output } from './output.js'
import { scalarReader, type Scalar } from './scalar.js'

/** One cell of every row: float64 for numbers (missing: NaN), else an array (missing: null). */
export type ColumnValues = Float64Array | (string | null)[] | (boolean | null)[]

/**
 * An output of form `value`; one column per cell of form `list`; in plain objects, one
 * column per key of form `object`, and per name and key of form `groups`.
 */
export type OutputColumn =
  | ColumnValues
  | readonly ColumnValues[]
  | Readonly<Record<string, ColumnValues>>
  | Readonly<Record<string, Readonly<Record<string, ColumnValues>>>>

/** Outputs by name, in the order of the schema. */
export type OutputColumns = Readonly<Record<string, OutputColumn>>

/** A result of `rows` rows in the making, filled block by block. */
export interface ColumnsDecoder {
  readonly columns: OutputColumns
  /** Writes rows 0 to `rows` of the output columns as rows `start` and on of the result; a row with `refused[row]` is missing. */
  decodeColumns(columns: readonly CellColumn[], rows: number, refused: Uint8Array, start: number): void
}

const asItIs = (cell: Cell): Cell => cell

function createValues({ type }: Output, rows: number): ColumnValues {
  if (type === 'bool' || type === 'string') return new Array<null>(rows).fill(null)
  return new Float64Array(rows)
}

const byKey = (keys: readonly string[], columns: readonly ColumnValues[]): Record<string, ColumnValues> =>
  Object.fromEntries(keys.map((key, k) => [key, columns[k]!]))

/** `widths` has the width of each output. */
export function columnsDecoder({ outputs }: Schema, widths: readonly number[], rows: number): ColumnsDecoder {
  const cells = outputs.map((output, i) => Array.from({ length: widths[i]! }, () => createValues(output, rows)))
  const columns = Object.fromEntries(
    outputs.map(({ name, form, keys }, i): [string, OutputColumn] => {
      const own = cells[i]!
      if (form === 'value') return [name, own[0]!]
      if (form === 'list') return [name, own]
      if (form === 'object') return [name, byKey(keys, own)]
      let first = 0
      const groups = keys.map((group): [string, Readonly<Record<string, ColumnValues>>] => [
        group.name,
        byKey(group.keys, own.slice(first, (first += group.keys.length))),
      ])
      return [name, Object.fromEntries(groups)]
    }),
  )
  return {
    columns,
    decodeColumns(sources, count, refused, start) {
      sources.forEach(({ data, offset, stride, width }, i) => {
        for (let cell = 0; cell < width; cell++) {
          const target = cells[i]![cell]!
          const numeric = target instanceof Float64Array
          const missing = numeric ? NaN : null
          const read = numeric ? asItIs : scalarReader(outputs[i]!.type)
          const values: { [row: number]: Scalar | null } = target
          for (let row = 0; row < count; row++) {
            values[start + row] = refused[row] === 1 ? missing : read(data[offset + row * stride + cell]!)
          }
        }
      })
    },
  }
}
