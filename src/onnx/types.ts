/** The elements of a tensor by element type, which has ONNX's name; float and double are float32 and float64. */
export interface TensorData {
  readonly float32: Float32Array
  readonly float64: Float64Array
  readonly int8: Int8Array
  readonly uint8: Uint8Array
  readonly int16: Int16Array
  readonly uint16: Uint16Array
  readonly int32: Int32Array
  readonly uint32: Uint32Array
  readonly int64: BigInt64Array
  readonly uint64: BigUint64Array
  readonly bool: Uint8Array
  readonly string: readonly string[]
}
export type TensorType = keyof TensorData

/** Row-major; `data.length` is the product of `dims`. */
export type Tensor = {
  readonly [T in TensorType]: { readonly type: T; readonly dims: readonly number[]; readonly data: TensorData[T] }
}[TensorType]

export type MapType = `map(${'int64' | 'string'},${'int64' | 'float32' | 'float64' | 'string'})`

/** What is no tensor. */
export type ContainerType = MapType | `sequence(${TensorType | MapType})`

export const mapTypes: readonly MapType[] = [
  'map(int64,int64)',
  'map(int64,float32)',
  'map(int64,float64)',
  'map(int64,string)',
  'map(string,int64)',
  'map(string,float32)',
  'map(string,float64)',
  'map(string,string)',
]

interface ElementType {
  readonly name: TensorType
  /** TensorProto.DataType. */
  readonly code: number
  /** In raw_data; 0 for strings, which it can't hold. */
  readonly bytes: number
  /** Of the types whose elements stand in int32_data or, for uint32, in uint64_data. */
  readonly range?: readonly [min: number, max: number]
}

export const elementTypes: readonly ElementType[] = [
  { name: 'float32', code: 1, bytes: 4 },
  { name: 'uint8', code: 2, bytes: 1, range: [0, 255] },
  { name: 'int8', code: 3, bytes: 1, range: [-128, 127] },
  { name: 'uint16', code: 4, bytes: 2, range: [0, 65535] },
  { name: 'int16', code: 5, bytes: 2, range: [-32768, 32767] },
  { name: 'int32', code: 6, bytes: 4, range: [-2147483648, 2147483647] },
  { name: 'int64', code: 7, bytes: 8 },
  { name: 'string', code: 8, bytes: 0 },
  { name: 'bool', code: 9, bytes: 1, range: [0, 1] },
  { name: 'float64', code: 11, bytes: 8 },
  { name: 'uint32', code: 12, bytes: 4, range: [0, 4294967295] },
  { name: 'uint64', code: 13, bytes: 8 },
]

/** The row of an element type. */
export function elementType(name: TensorType): ElementType {
  return elementTypes.find((entry) => entry.name === name)!
}

/** New elements, all 0 or ''. */
export function allocate<T extends TensorType>(type: T, count: number): TensorData[T]
export function allocate(type: TensorType, count: number): TensorData[TensorType] {
  switch (type) {
    case 'float32':
      return new Float32Array(count)
    case 'float64':
      return new Float64Array(count)
    case 'int8':
      return new Int8Array(count)
    case 'uint8':
    case 'bool':
      return new Uint8Array(count)
    case 'int16':
      return new Int16Array(count)
    case 'uint16':
      return new Uint16Array(count)
    case 'int32':
      return new Int32Array(count)
    case 'uint32':
      return new Uint32Array(count)
    case 'int64':
      return new BigInt64Array(count)
    case 'uint64':
      return new BigUint64Array(count)
    case 'string':
      return new Array<string>(count).fill('')
  }
}
