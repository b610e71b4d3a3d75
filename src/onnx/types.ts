/** The elements of a tensor by element type, which has ONNX's name; float and double are float32 and float64. */
export interface TensorData {
  readonly float32: Float32Array
  readonly float64: Float64Array
  /** The numbers themselves, each one that float16 has. */
  readonly float16: Float32Array
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

interface ElementType<D> {
  /** TensorProto.DataType. */
  readonly code: number
  /** What holds the elements, in raw_data too but for float16; strings are in plain arrays. */
  readonly array: { readonly BYTES_PER_ELEMENT: number; new (count: number): D } | null
  /** Of the types whose elements stand in int32_data or, for uint32, in uint64_data. */
  readonly range?: readonly [min: number, max: number]
}

export const elementTypes: { readonly [T in TensorType]: ElementType<TensorData[T]> } = {
  float32: { code: 1, array: Float32Array },
  uint8: { code: 2, array: Uint8Array, range: [0, 255] },
  int8: { code: 3, array: Int8Array, range: [-128, 127] },
  uint16: { code: 4, array: Uint16Array, range: [0, 65535] },
  int16: { code: 5, array: Int16Array, range: [-32768, 32767] },
  int32: { code: 6, array: Int32Array, range: [-2147483648, 2147483647] },
  int64: { code: 7, array: BigInt64Array },
  string: { code: 8, array: null },
  bool: { code: 9, array: Uint8Array, range: [0, 1] },
  float16: { code: 10, array: Float32Array },
  float64: { code: 11, array: Float64Array },
  uint32: { code: 12, array: Uint32Array, range: [0, 4294967295] },
  uint64: { code: 13, array: BigUint64Array },
}

/** The element type of TensorProto.DataType; undefined for one that has no name here. */
export function typeOfCode(code: number): TensorType | undefined {
  return (Object.keys(elementTypes) as TensorType[]).find((type) => elementTypes[type].code === code)
}

/** New elements, all 0 or ''. */
export function allocate<T extends TensorType>(type: T, count: number): TensorData[T]
export function allocate(type: TensorType, count: number): TensorData[TensorType] {
  const { array } = elementTypes[type]
  return array === null ? new Array<string>(count).fill('') : new array(count)
}
