import type { Column, NumberColumn, SparseColumn } from '../../column.js'
import type { Reject } from '../../ops/op.js'
import type { SparseTensor, Tensor, Value } from '../backend.js'

export type FeedType = 'float32' | 'float64' | 'int64'

/** An input of a model, and the column that feeds it. */
export interface Feed {
  readonly name: string
  readonly slot: number
  readonly type: FeedType
  /** Whether sparse rows are fed as they are. Those of int64 are not: each of their cells is checked. */
  readonly sparse: boolean
}

/** The cells of `rows` rows, row-major: the column's own memory where they are contiguous. */
function gather({ data, offset, stride, width }: NumberColumn, rows: number): Float64Array {
  if (stride === width || rows === 1) return data.subarray(offset, offset + rows * width)
  const cells = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) cells[row * width + i] = data[offset + row * stride + i]!
  }
  return cells
}

function feedTensor(type: FeedType, column: NumberColumn, rows: number): Tensor {
  const cells = gather(column, rows)
  const dims = [rows, column.width]
  if (type === 'float64') return { type, dims, data: cells }
  if (type === 'float32') return { type, dims, data: Float32Array.from(cells) }
  return { type, dims, data: BigInt64Array.from(cells, (x) => (Number.isSafeInteger(x) ? BigInt(x) : 0n)) }
}

function sparseTensor(type: 'float32' | 'float64', column: SparseColumn, rows: number): SparseTensor {
  const { data, offset, stride, width } = column
  const taken = Array.from({ length: rows }, (_, row) => {
    const { indices, values } = data[offset + row * stride]!
    return { indices, values: type === 'float32' ? values.map(Math.fround) : values }
  })
  return { type, dims: [rows, width], rows: taken }
}

function toNumbers({ data, offset, stride, width }: SparseColumn, rows: number): NumberColumn {
  const cells = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const { indices, values } = data[offset + row * stride]!
    for (let k = 0; k < indices.length; k++) cells[row * width + indices[k]!] = values[k]!
  }
  return { kind: 'number', width, data: cells, offset: 0, stride: width }
}

function refuseCells({ data, offset, stride, width }: NumberColumn, rows: number, reject: Reject): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const value = data[offset + row * stride + i]!
      if (!Number.isSafeInteger(value)) reject(row, 'a safe integer', value)
    }
  }
}

/** What the model is fed for the first `rows` rows. An int64 input refuses rows whose cells are no safe integers. */
export function makeFeeds(
  feeds: readonly Feed[],
  columns: readonly Column[],
  rows: number,
  reject: Reject,
): Record<string, Value> {
  const values = Object.create(null) as Record<string, Value>
  for (const { name, slot, type, sparse } of feeds) {
    const given = columns[slot] as NumberColumn | SparseColumn
    if (given.kind === 'sparse' && sparse && type !== 'int64') {
      values[name] = sparseTensor(type, given, rows)
      continue
    }
    const column = given.kind === 'sparse' ? toNumbers(given, rows) : given
    if (type === 'int64') refuseCells(column, rows, reject)
    values[name] = feedTensor(type, column, rows)
  }
  return values
}
