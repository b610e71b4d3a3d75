interface View<K, D> {
  readonly kind: K
  readonly width: number
  readonly data: D
  readonly offset: number
  readonly stride: number
}

/** A view of cells: row r, cell i is `data[offset + r * stride + i]`. The batch knows its rows. Missing is NaN. */
export type NumberColumn = View<'number', Float64Array>

/** The same for strings. Missing is null. */
export type StringColumn = View<'string', (string | null)[]>

export type Column = NumberColumn | StringColumn
export type Kind = Column['kind']
export type ColumnOf<K extends Kind> = Extract<Column, { kind: K }>

/** What is known of a column before there is data. */
export interface ColumnType<K extends Kind = Kind> {
  readonly kind: K
  readonly width: number
}

export function allocate({ kind, width }: ColumnType, rows: number): Column {
  const at = { width, offset: 0, stride: width }
  if (kind === 'number') return { kind, ...at, data: new Float64Array(rows * width) }
  return { kind, ...at, data: new Array<string | null>(rows * width).fill(null) }
}

/** The view that starts at `row`, and there takes `width` cells from `cell` on. */
export function view(column: Column, row: number, cell: number = 0, width: number = column.width): Column {
  return { ...column, width, offset: column.offset + row * column.stride + cell }
}

/** Copies rows between views of one kind and width; nothing to do when they are the same cells. */
export function copy(from: Column, to: Column, rows: number): void {
  if (from.data === to.data && from.offset === to.offset) return
  const cells: { [index: number]: number | string | null } = to.data
  for (let row = 0; row < rows; row++) {
    const source = from.offset + row * from.stride
    const target = to.offset + row * to.stride
    for (let i = 0; i < to.width; i++) cells[target + i] = from.data[source + i]!
  }
}

/** Makes every cell of `row` missing. */
export function clear({ kind, data, offset, stride, width }: Column, row: number): void {
  const start = offset + row * stride
  if (kind === 'number') data.fill(NaN, start, start + width)
  else data.fill(null, start, start + width)
}
