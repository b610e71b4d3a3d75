import { allocate, type CellColumn } from '../column.js'
import type { Issue } from '../errors.js'
import type { Schema } from './document.js'
import { recordEncoder } from './encode.js'
import { scalarReader, type Scalar } from './scalar.js'

/** A record as the policies make it: every input, missing values as null. */
export type ValidRecord = Readonly<Record<string, Scalar | null>>

export type Validation =
  { readonly ok: true; readonly value: ValidRecord } | { readonly ok: false; readonly issues: readonly Issue[] }

/** A validator of records; it tells all problems of a record (as row 0), also those that alone would not refuse it. */
export function validator(schema: Schema): (record: unknown) => Validation {
  const { inputs, encodeRecord } = recordEncoder(schema)
  const readers = schema.inputs.map(({ type }) => scalarReader(type))
  return (record) => {
    const columns = inputs.map((type) => allocate(type, 1))
    const issues: Issue[] = []
    if (!encodeRecord(record, 0, columns, issues)) return { ok: false, issues }
    const value = Object.fromEntries(
      inputs.map(({ name }, i) => [name, readers[i]!((columns[i] as CellColumn).data[0]!)]),
    )
    return { ok: true, value }
  }
}
