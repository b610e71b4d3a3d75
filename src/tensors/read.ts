import { bytesOf, copyLittleEndian } from '../bytes.js'
import { mismatch, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { isObject, type JsonObject } from '../json/context.js'
import { parseJson } from '../json/parse.js'
import { isWellFormed } from '../characters.js'
import { checkLimit, type Limits } from '../limits.js'
import { arrays, elementCount, type Dtype, type TensorArray } from './dtype.js'

/** safetensors' own ceiling on the header, in bytes. */
const HEADER_CAP = 100_000_000

interface Declared {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly count: number
  readonly begin: number
  readonly end: number
}

function refuse(expected: string, got: string | number, at: string): never {
  mismatch('ERR_TENSORS_INVALID', expected, got, at)
}

/** How many members the header's objects have, duplicates counted once. */
function countMembers(header: JsonObject): number {
  const members = Object.values(header).flatMap((value) => (isObject(value) ? Object.keys(value) : []))
  return Object.keys(header).length + members.length
}

function readHeader(bytes: Uint8Array, at: string, limits: Limits): JsonObject {
  if (bytes[0] !== 0x7b) refuse('a header that starts with {', 'another', at)
  const { value, outside } = parseJson(bytes, at, limits, 'ERR_TENSORS_INVALID')
  const header = value as JsonObject
  if ([...'-+.eE'].some((sign) => outside[sign.charCodeAt(0)] !== 0)) refuse('whole numbers', 'other values', at)
  if (outside[0x3a] !== countMembers(header)) refuse('distinct names', 'duplicates', at)
  return header
}

function checkMetadata(metadata: JsonValue, at: string): void {
  if (!isObject(metadata)) refuse('an object', quote(metadata), at)
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') refuse('a string', quote(value), pointer(at, key))
  }
}

function isDtype(value: JsonValue | undefined): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(arrays, value)
}

function declare(name: string, value: JsonValue, at: string): Declared {
  if (!isWellFormed(name)) refuse('a name without lone surrogates', quote(name), at)
  if (!isObject(value) || Object.keys(value).length !== 3) refuse('dtype, shape and data_offsets', quote(value), at)
  const { dtype, shape, data_offsets: offsets } = value
  if (!isDtype(dtype)) refuse(`one of ${Object.keys(arrays).join(', ')}`, quote(dtype), pointer(at, 'dtype'))
  const count = Array.isArray(shape) ? elementCount(shape) : undefined
  if (count === undefined)
    refuse('dimensions with a product within the safe integers', quote(shape), pointer(at, 'shape'))
  if (!Array.isArray(offsets) || offsets.length !== 2 || elementCount([offsets[0]]) === undefined) {
    refuse('two offsets', quote(offsets), pointer(at, 'data_offsets'))
  }
  const [begin, end] = offsets as [number, JsonValue]
  const size = count * arrays[dtype].BYTES_PER_ELEMENT
  if (end !== begin + size) {
    refuse(`${size} bytes from ${begin} on`, `an end at ${quote(end)}`, pointer(at, 'data_offsets'))
  }
  return { name, dtype, shape: shape as readonly number[], count, begin, end }
}

/**
 * Reads a safetensors entry: https://github.com/huggingface/safetensors#format. Tensors come in the order of their data and
 * are copies. Throws ERR_LIMIT (header size and depth) and ERR_TENSORS_INVALID (anything else, duplicate names, holes and
 * other dtypes among it).
 */
export function readTensors(bytes: Uint8Array, at: string, limits: Limits): Map<string, TensorArray> {
  if (bytes.length < 8) refuse('at least 8 bytes', bytes.length, at)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const headerSize = view.getUint32(0, true) + view.getUint32(4, true) * 0x1_0000_0000
  if (headerSize > bytes.length - 8) refuse(`a header within ${bytes.length - 8} bytes`, `${headerSize} bytes`, at)
  checkLimit(headerSize, HEADER_CAP, 'bytes of header', at)
  const header = readHeader(bytes.subarray(8, 8 + headerSize), at, limits)
  const declared: Declared[] = []
  for (const [name, value] of Object.entries(header)) {
    const place = pointer(`${at}#`, name)
    if (name === '__metadata__') checkMetadata(value, place)
    else declared.push(declare(name, value, place))
  }
  declared.sort((a, b) => a.begin - b.begin || a.end - b.end)
  const start = 8 + headerSize
  let position = 0
  for (const { name, begin, end } of declared) {
    if (begin !== position) refuse(`data from ${position} on`, begin, pointer(`${at}#`, name, 'data_offsets'))
    position = end
  }
  if (position !== bytes.length - start) refuse(`${position} bytes of data`, bytes.length - start, at)
  const tensors = new Map<string, TensorArray>()
  for (const { name, dtype, shape, count, begin, end } of declared) {
    const data = new arrays[dtype](count)
    copyLittleEndian(bytes.subarray(start + begin, start + end), bytesOf(data), data.BYTES_PER_ELEMENT)
    tensors.set(name, { dtype, shape, data } as TensorArray)
  }
  return tensors
}
