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

/** A list of strings of any length in each row, which is `data[offset + r * stride]`; the width is 1. Missing is null. */
export type TokensColumn = View<'tokens', (readonly string[] | null)[]>

/**
 * A row of numbers that is 0 where it says nothing: `indices` ascend without duplicates, `values` are theirs. It is never
 * written to once it is made.
 */
export interface SparseRow {
  readonly indices: Int32Array
  readonly values: Float64Array
}

/** Sparse rows of `width` numbers: row r is `data[offset + r * stride]`. Missing numbers are NaN. */
export type SparseColumn = View<'sparse', SparseRow[]>

/** A column with one element of `data` for each cell. */
export type CellColumn = NumberColumn | StringColumn
export type Column = CellColumn | TokensColumn | SparseColumn
export type Kind = Column['kind']
export type ColumnOf<K extends Kind> = Extract<Column, { kind: K }>

/** What is known of a column before there is data. */
export interface ColumnType<K extends Kind = Kind> {
  readonly kind: K
  readonly width: number
}

export const emptyRow: SparseRow = { indices: new Int32Array(0), values: new Float64Array(0) }

/** Elements of `data` that one row takes. */
export function elements({ kind, width }: ColumnType): number {
  return kind === 'sparse' ? 1 : width
}

export function allocate<K extends Kind>(type: ColumnType<K>, rows: number): ColumnOf<K>
export function allocate(type: ColumnType, rows: number): Column {
  const { kind, width } = type
  const stride = elements(type)
  const at = { width, offset: 0, stride }
  if (kind === 'number') return { kind, ...at, data: new Float64Array(rows * stride) }
  if (kind === 'string') return { kind, ...at, data: new Array<string | null>(rows * stride).fill(null) }
  if (kind === 'tokens') return { kind, ...at, data: new Array<readonly string[] | null>(rows * stride).fill(null) }
  return { kind, ...at, data: new Array<SparseRow>(rows * stride).fill(emptyRow) }
}

/** The view that starts at `row`, and there takes `width` cells from `cell` on; of sparse rows only whole ones. */
export function view(column: Column, row: number, cell: number = 0, width: number = column.width): Column {
  return { ...column, width, offset: column.offset + row * column.stride + cell }
}

/** Copies rows between views of one kind and width; nothing to do when they are the same cells. */
export function copy(from: Column, to: Column, rows: number): void {
  if (from.data === to.data && from.offset === to.offset) return
  const cells: { [index: number]: unknown } = to.data
  const count = elements(to)
  for (let row = 0; row < rows; row++) {
    const source = from.offset + row * from.stride
    const target = to.offset + row * to.stride
    for (let i = 0; i < count; i++) cells[target + i] = from.data[source + i]!
  }
}

/** Makes every cell of `row` missing. */
export function clear(column: Column, row: number): void {
  const { kind, data, offset, stride } = column
  const start = offset + row * stride
  const end = start + elements(column)
  if (kind === 'number') data.fill(NaN, start, end)
  else if (kind === 'sparse') data.fill(emptyRow, start, end)
  else (data as null[]).fill(null, start, end)
}
