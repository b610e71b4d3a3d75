/**
 * The right matrix of a product, k rows of n columns, packed: groups of four columns with the four of a row side by side, then
 * the n % 4 columns that are left, each in one piece.
 */
export interface Packed<D extends Float64Array | Float32Array> {
  readonly k: number
  readonly n: number
  readonly data: D
}

/** Packs the matrix whose element at row i, column j is `b[offset + i * rowStride + j * columnStride]`. */
export function pack<D extends Float64Array | Float32Array>(
  b: D,
  offset: number,
  rowStride: number,
  columnStride: number,
  k: number,
  n: number,
  data: D,
): Packed<D> {
  const grouped = n - (n % 4)
  let to = 0
  for (let j = 0; j < grouped; j += 4) {
    for (let i = 0; i < k; i++) {
      const from = offset + i * rowStride + j * columnStride
      for (let c = 0; c < 4; c++) data[to++] = b[from + c * columnStride]!
    }
  }
  for (let j = grouped; j < n; j++) {
    for (let i = 0; i < k; i++) data[to++] = b[offset + i * rowStride + j * columnStride]!
  }
  return { k, n, data }
}
