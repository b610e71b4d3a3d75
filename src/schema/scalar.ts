import type { Cell } from './cell.js'
import type { OutputType } from './output.js'

export type Scalar = number | string | boolean

/** Missing is null. */
export function asItIs(cell: Cell): number | string | null {
  return cell === null || Number.isNaN(cell) ? null : cell
}

const asBool = (cell: Cell): boolean | null => (cell === null || Number.isNaN(cell) ? null : cell !== 0)

/** What a cell of an output is outside of columns: missing is null, a bool's cell is true unless it is 0. */
export function scalarReader(type: OutputType): (cell: Cell) => Scalar | null {
  return type === 'bool' ? asBool : asItIs
}
