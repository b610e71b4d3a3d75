import { allocate } from '../column.js'
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
  return (record) => {
    const columns = inputs.map((type) => allocate(type, 1))
    const issues: Issue[] = []
    if (!encodeRecord(record, 0, columns, issues)) return { ok: false, issues }
    const value = Object.fromEntries(encoders.map(({ name, read }, i) => [name, read(columns[i]!)]))
    return { ok: true, value, issues }
  }
}
