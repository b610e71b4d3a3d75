import type { Cell } from './cell-writer.js'
import type { InputType, OutputType } from './document.js'

export type Scalar = number | string | boolean

const asItIs = (cell: Cell): Scalar | null => (cell === null || Number.isNaN(cell) ? null : cell)
const asBool = (cell: Cell): boolean | null => (cell === null || Number.isNaN(cell) ? null : cell !== 0)

/** What a cell of a type is outside of columns: missing is null, a bool's cell is true unless it is 0. */
export function scalarReader(type: InputType | OutputType): (cell: Cell) => Scalar | null {
  return type === 'bool' ? asBool : asItIs
}
