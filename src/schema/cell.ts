import type { Kind } from '../column.js'
import type { IssueCode } from '../errors.js'
import type { Scalar } from './scalar.js'

/** What can hold for one value; spec/schema.md has the order. */
export type Condition = Exclude<IssueCode, 'unknown_key' | 'not_a_record' | 'refused_by_transform'>

export type Cell = number | string | null
export type Cells = { [index: number]: unknown }

/** How values of one input become cells of its column. */
export interface CellWriter {
  readonly kind: Kind
  /** Numbers from `low` to `high` are their own cells; NaN where there are none. */
  readonly between: readonly [low: number, high: number]
  /** Writes a value that is as it should be and returns null; for any other writes nothing and returns the first condition that holds. */
  accept(value: unknown, cells: Cells, at: number): Condition | null
  /** The cell of a value of the type, valid or not. */
  cell(value: unknown): Cell
  /** The cell of a policy's replacement. */
  replacement(value: unknown): Cell
  /** The cell of the bound nearest to a value out of range. */
  clip(value: unknown): Cell
  /** What a cell that is not missing was written from, or another value with the same cell. */
  value(cell: Cell): Scalar
}

/** The condition of a value that is not of the language's type. */
export function absence(value: unknown): Condition {
  return value === undefined ? 'absent' : value === null ? 'null' : 'wrong_type'
}
