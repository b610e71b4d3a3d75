import { BundleError, mismatch, quote } from '../../errors.js'
import { toHalf } from '../../onnx/half.js'
import { elementTypes } from '../../onnx/types.js'
import type { ContainerType, Port, SparseTensor, Tensor, TensorType, Value } from '../backend.js'

function refuse(name: string, message: string): never {
  throw new BundleError('ERR_TENSOR', `input ${quote(name)}: ${message}`, '')
}

/** The feed of each input, in order. Throws ERR_TENSOR for one that is missing, is no input, or is not what its input takes. */
export function checkFeeds(
  inputs: readonly Port[],
  feeds: Readonly<Record<string, Value>>,
  sparse: readonly string[] = [],
): Value[] {
  if (typeof feeds !== 'object' || feeds === null) {
    mismatch('ERR_TENSOR', 'an object with a tensor per input', quote(feeds))
  }
  const values = inputs.map(({ name, type, dims, container }) => {
    if (!Object.hasOwn(feeds, name)) refuse(name, 'expected a tensor, got none')
    const feed = feeds[name]!
    if (type === null) return checkContainer(name, feed, container!)
    const mayBeSparse = sparse.includes(name) && typeof feed === 'object' && feed !== null && 'rows' in feed
    return mayBeSparse ? checkSparse(name, feed, type, dims!) : checkTensor(name, feed, type, dims)
  })
  let names = 0
  for (const name in feeds) {
    if (Object.hasOwn(feeds, name) && ++names > inputs.length) refuseUnknown(inputs, feeds)
  }
  return values
}

function refuseUnknown(inputs: readonly Port[], feeds: object): never {
  const name = Object.keys(feeds).find((key) => !inputs.some((input) => input.name === key))!
  return refuse(name, 'the model has no such input')
}

/** The map or sequence of the type that is wanted, copied: its keys and its length can't change any more. */
function checkContainer(name: string, value: Value, type: ContainerType): Value {
  const of = type.slice(type.indexOf('(') + 1, -1)
  if (type.startsWith('map')) return checkMap(name, value, of)
  if (!Array.isArray(value)) return refuse(name, 'expected an array')
  const map = of.startsWith('map(') ? of.slice(4, -1) : null
  return (value as Value[]).map((item) =>
    map === null ? checkTensor(name, item, of as TensorType, null) : checkMap(name, item, map),
  )
}

/** `types` is like string,float32. */
function checkMap(name: string, value: Value, types: string): Value {
  if (!(value instanceof Map)) return refuse(name, 'expected a Map')
  const [keys, values] = types
    .split(',')
    .map((type) => (type === 'string' ? 'string' : type === 'int64' ? 'bigint' : 'number'))
  const copy = new Map<string | bigint, number | bigint | string>()
  for (const [key, entry] of value as ReadonlyMap<string | bigint, number | bigint | string>) {
    if (typeof key !== keys || typeof entry !== values) refuse(name, `expected a ${keys} and a ${values} in each entry`)
    copy.set(key, types.endsWith('float32') ? Math.fround(entry as number) : entry)
  }
  return copy
}

function checkTensor(name: string, value: Value, type: TensorType, expected: readonly number[] | null): Tensor {
  if (typeof value !== 'object' || value === null || !('type' in value) || 'rows' in value)
    return refuse(name, 'expected a tensor')
  const { dims, data } = value
  if (value.type !== type) refuse(name, `expected ${type}, got ${quote(value.type)}`)
  if (!Array.isArray(dims)) refuse(name, 'expected dims')
  if (expected !== null && dims.length !== expected.length) {
    refuse(name, `expected ${expected.length} dimensions, got ${dims.length}`)
  }
  let count = 1
  for (let i = 0; i < dims.length; i++) {
    const dim: unknown = dims[i]
    if (!Number.isSafeInteger(dim) || (dim as number) < 0) refuse(name, `expected a dimension, got ${quote(dim)}`)
    if (expected !== null && expected[i] !== -1 && expected[i] !== dim) {
      refuse(name, `expected dimension ${i} to be ${expected[i]}, got ${quote(dim)}`)
    }
    count *= dim as number
  }
  checkData(name, type, data, count)
  return value.type === 'float16' ? { ...value, data: value.data.map(toHalf) } : value
}

function checkSparse(name: string, value: SparseTensor, type: TensorType, expected: readonly number[]): SparseTensor {
  const { dims, rows } = value
  if (value.type !== type) refuse(name, `expected ${type}, got ${quote(value.type)}`)
  const [count, width] = expected as [number, number]
  const fits =
    Array.isArray(rows) &&
    dims.length === 2 &&
    dims[0] === rows.length &&
    (count === -1 || count === dims[0]) &&
    (width === -1 || width === dims[1])
  if (!fits) refuse(name, `expected sparse rows of ${quote(expected)}, got ${quote(dims)}`)
  for (const { indices, values } of rows) {
    if (indices.length !== values.length) refuse(name, 'expected a value for each index')
    let last = -1
    for (let k = 0; k < indices.length; k++) {
      const index = indices[k]!
      if (!(index > last && index < dims[1])) refuse(name, `expected ascending indices below ${dims[1]}, got ${index}`)
      last = index
    }
  }
  return value
}

function checkData(name: string, type: TensorType, data: Tensor['data'], count: number): void {
  const wanted = (elementTypes[type].array ?? Array).name
  const fits = type === 'string' ? Array.isArray(data) : ArrayBuffer.isView(data) && tagOf(data) === wanted
  if (!fits) refuse(name, `expected elements in ${wanted}`)
  if (data.length !== count) refuse(name, `expected ${count} elements, got ${data.length}`)
  if (type === 'string' && !(data as readonly unknown[]).every((text) => typeof text === 'string')) {
    refuse(name, 'expected strings only')
  }
  if (type === 'bool' && (data as Uint8Array).some((value) => value > 1)) refuse(name, 'expected booleans of 0 or 1')
}

/** The kind of a typed array, whichever realm it is of. */
function tagOf(data: ArrayBufferView): unknown {
  return (data as Uint8Array)[Symbol.toStringTag]
}
