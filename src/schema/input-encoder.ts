import type { Column, ColumnType } from '../column.js'
import type { Issue } from '../errors.js'
import type { Cells } from './cell.js'
import type { Schema } from './document.js'
import type { InputType } from './input-type.js'
import type { ValidValue } from './validate.js'

/** One input's part of encoding: how its values become cells, and what its policy makes of those that are not as they should be. */
export interface InputEncoder {
  readonly name: string
  readonly type: ColumnType
  /** Numbers from `low` to `high` are their own cells; NaN where there are none. */
  readonly between: readonly [low: number, high: number]
  /**
   * Writes the cells from `at` on, appends the issues there are as those of record `row`, and returns false when the record is refused.
   * Never throws.
   */
  write(value: unknown, cells: Cells, at: number, row: number, issues: Issue[]): boolean
  /** The value of the first row of a column that was written: null for missing. */
  read(column: Column): ValidValue
}

/** The inputs of a schema, prepared, in order; `types` are those that it was decoded with. */
export function inputEncoders({ inputs }: Schema, types: readonly InputType[]): readonly InputEncoder[] {
  return inputs.map((input) => types.find(({ type }) => type === input.type)!.encoder(input))
}
