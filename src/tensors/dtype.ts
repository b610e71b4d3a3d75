/** The element types that a bundle's tensors have, by safetensors' names, and the arrays that hold them. */
export interface TensorData {
  readonly F64: Float64Array
  readonly F32: Float32Array
  readonly I64: BigInt64Array
  readonly I32: Int32Array
  readonly U8: Uint8Array
}

export type Dtype = keyof TensorData

interface ArrayOf<D> {
  readonly name: string
  readonly BYTES_PER_ELEMENT: number
  new (count: number): D
}

/** What holds the elements of each type in memory. */
export const arrays: { readonly [K in Dtype]: ArrayOf<TensorData[K]> } = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  U8: Uint8Array,
}

/** One tensor, row-major. */
export type TensorArray = {
  readonly [K in Dtype]: { readonly dtype: K; readonly shape: readonly number[]; readonly data: TensorData[K] }
}[Dtype]

/** Number of elements of a shape; undefined when a dimension is none or a product leaves the safe integers. */
export function elementCount(shape: readonly unknown[]): number | undefined {
  let count = 1
  for (const dimension of shape) {
    if (typeof dimension !== 'number' || !Number.isSafeInteger(dimension) || dimension < 0) return undefined
    count *= dimension
    if (!Number.isSafeInteger(count)) return undefined
  }
  return count
}
