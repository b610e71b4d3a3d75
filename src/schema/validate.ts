import { allocate, type Column } from '../column.js'
import type { Issue } from '../errors.js'
import type { Schema } from './document.js'
import { recordEncoder } from './encode.js'
import type { InputEncoder } from './input-encoder.js'
import type { Scalar } from './scalar.js'

/** An input after its policies: missing is null, also within a list; in a map it is not there. */
export type ValidValue =
  Scalar | null | readonly (number | null)[] | readonly string[] | Readonly<Record<string, number | string | null>>

/** A record as the policies make it, with every input. */
export type ValidRecord = Readonly<Record<string, ValidValue>>

/** `issues` tells all problems of the record (as row 0); those of a valid record did not refuse it. */
export type Validation =
  | { readonly ok: true; readonly value: ValidRecord; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** A validator of records; `encoders` are those of the inputs of the schema. */
export function validator(schema: Schema, encoders: readonly InputEncoder[]): (record: unknown) => Validation {
  const { inputs, encodeRecord } = recordEncoder(schema, encoders)
  const blank = Object.fromEntries(inputs.map(({ name }) => [name, null as ValidValue]))
  // A record may have another one validated while it is read.
  const rows: Column[][] = []
  return (record) => {
    const columns = rows.pop() ?? inputs.map((type) => allocate(type, 1))
    const issues: Issue[] = []
    const ok = encodeRecord(record, 0, columns, issues)
    const value = { ...blank }
    for (let i = 0; ok && i < columns.length; i++) value[inputs[i]!.name] = encoders[i]!.read(columns[i]!)
    rows.push(columns)
    return ok ? { ok, value, issues } : { ok, issues }
  }
}
