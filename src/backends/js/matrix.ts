import { allocate } from '../../onnx/types.js'
import type { SparseRow } from '../../column.js'
import type { Tensor } from '../backend.js'
import { pack, type Packed } from './dense.js'
import { multiply32 } from './dense-float32.js'
import { multiply64 } from './dense-float64.js'
import type { NodeContext, RowKernel, RowRun, SparseRun } from './kernel.js'

type FloatType = 'float32' | 'float64'

/** A right matrix, packed in its own element type. */
export type Matrix = Packed<Float64Array> | Packed<Float32Array>

/** Packs k rows of n columns of `b` from `offset` on; `transposed`, they are its columns. */
export function packMatrix(b: Tensor, offset: number, k: number, n: number, transposed: boolean): Matrix {
  const data = allocate(b.type as FloatType, k * n)
  if (k * n === 0) return { k, n, data: data as Float64Array }
  const [rowStride, columnStride] = transposed ? [1, k] : [n, 1]
  return pack(b.data as Float64Array, offset, rowStride, columnStride, k, n, data as Float64Array)
}

/** out = a · matrix for `rows` rows of a from `start` on, all of one element type. */
export function multiply(
  a: Tensor['data'],
  start: number,
  rows: number,
  matrix: Matrix,
  out: Tensor['data'],
  to: number,
): void {
  if (matrix.data.length === 0) return
  if (a instanceof Float64Array) multiply64(a, start, rows, matrix as Packed<Float64Array>, out as Float64Array, to)
  else multiply32(a as Float32Array, start, rows, matrix as Packed<Float32Array>, out as Float32Array, to)
}

/** The same for `count` sparse rows, `stride` apart; nothing is added for what a row does not hold, so the matrix must be finite. */
export function multiplySparse(
  rows: readonly SparseRow[],
  start: number,
  stride: number,
  count: number,
  { k, n, data }: Matrix,
  out: Tensor['data'],
): void {
  const sums = out as Float64Array
  const single = data instanceof Float32Array
  const grouped = n - (n % 4)
  for (let r = 0, to = 0; r < count; r++) {
    const { indices, values } = rows[start + r * stride]!
    for (let j = 0; j < n; j++, to++) {
      const base = j < grouped ? (j - (j % 4)) * k + (j % 4) : j * k
      const step = j < grouped ? 4 : 1
      let sum = 0
      for (let i = 0; i < indices.length; i++) {
        const term = values[i]! * data[base + indices[i]! * step]!
        sum = single ? Math.fround(sum + Math.fround(term)) : sum + term
      }
      sums[to] = sum
    }
  }
}

/** Whether every element is a number that makes 0 of 0. */
export function allFinite({ data }: Matrix): boolean {
  return data.every((x) => x - x === 0)
}

/** Rows of float64 times a constant matrix, sparse ones where `finite`; null for one of float32, or of another number of rows. */
export function productOfRows(matrix: Matrix | null, width: number, finite: boolean): RowKernel | null {
  if (matrix === null || matrix.k !== width || !(matrix.data instanceof Float64Array)) return null
  const { k, n } = matrix
  const packed = matrix as Packed<Float64Array>
  if (k * n === 0) return null
  const run: RowRun = (x, at, rows, out) => {
    multiply64(x, at, rows, packed, out, 0)
  }
  const runSparse: SparseRun = (rows, start, stride, count, out) => {
    multiplySparse(rows, start, stride, count, packed, out)
  }
  return { width: n, steps: k * n, run, ...(finite && { runSparse }) }
}

/** Dims with a vector made a matrix: a row on the left, a column on the right. */
export function matrixDims(node: NodeContext, dims: readonly number[], left: boolean): readonly number[] {
  if (dims.length === 0) node.refuse('expected at least 1 dimension, got a scalar')
  if (dims.length > 1) return dims
  return left ? [1, dims[0]!] : [dims[0]!, 1]
}
