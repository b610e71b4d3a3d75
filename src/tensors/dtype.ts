/** The element types that a bundle's tensors have, by safetensors' names, and the arrays that hold them. */
export interface TensorData {
  readonly F64: Float64Array
  readonly F32: Float32Array
  readonly I64: BigInt64Array
  readonly I32: Int32Array
  readonly U8: Uint8Array
}

export type Dtype = keyof TensorData

interface Codec<D> {
  readonly bytes: number
  read(view: DataView, count: number): D
  write(view: DataView, data: D): void
}

/** Bytes per element, and little-endian reading and writing from offset 0 on, whatever the host's order and alignment. */
export const codecs: { readonly [K in Dtype]: Codec<TensorData[K]> } = {
  F64: {
    bytes: 8,
    read: (view, count) => {
      const data = new Float64Array(count)
      for (let i = 0; i < count; i++) data[i] = view.getFloat64(i * 8, true)
      return data
    },
    write: (view, data) => {
      for (let i = 0; i < data.length; i++) view.setFloat64(i * 8, data[i]!, true)
    },
  },
  F32: {
    bytes: 4,
    read: (view, count) => {
      const data = new Float32Array(count)
      for (let i = 0; i < count; i++) data[i] = view.getFloat32(i * 4, true)
      return data
    },
    write: (view, data) => {
      for (let i = 0; i < data.length; i++) view.setFloat32(i * 4, data[i]!, true)
    },
  },
  I64: {
    bytes: 8,
    read: (view, count) => {
      const data = new BigInt64Array(count)
      for (let i = 0; i < count; i++) data[i] = view.getBigInt64(i * 8, true)
      return data
    },
    write: (view, data) => {
      for (let i = 0; i < data.length; i++) view.setBigInt64(i * 8, data[i]!, true)
    },
  },
  I32: {
    bytes: 4,
    read: (view, count) => {
      const data = new Int32Array(count)
      for (let i = 0; i < count; i++) data[i] = view.getInt32(i * 4, true)
      return data
    },
    write: (view, data) => {
      for (let i = 0; i < data.length; i++) view.setInt32(i * 4, data[i]!, true)
    },
  },
  U8: {
    bytes: 1,
    read: (view, count) => {
      const data = new Uint8Array(count)
      for (let i = 0; i < count; i++) data[i] = view.getUint8(i)
      return data
    },
    write: (view, data) => {
      for (let i = 0; i < data.length; i++) view.setUint8(i, data[i]!)
    },
  },
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
