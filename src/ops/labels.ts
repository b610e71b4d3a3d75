import type { Column, ColumnOf, ColumnType } from '../column.js'
import type { CategoryList } from '../json/shape.js'

/** The column type of one label. */
export function labelType(labels: CategoryList): ColumnType<'number' | 'string'> {
  return { kind: labels.some((label: unknown) => typeof label !== 'number') ? 'string' : 'number', width: 1 }
}

/** Writes `labels[pick(x, cell)]` for each row; `cell` is where the row begins in `x.data`. */
export function writeLabels(
  labels: CategoryList,
  pick: (data: Float64Array, cell: number) => number,
  x: ColumnOf<'number'>,
  y: Column,
  rows: number,
): void {
  const cells: { [index: number]: unknown } = y.data
  for (let row = 0; row < rows; row++) {
    cells[y.offset + row * y.stride] = labels[pick(x.data, x.offset + row * x.stride)]
  }
}
