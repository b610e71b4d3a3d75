import { bytesOf, copyLittleEndian } from '../bytes.js'
import { checkLimit, type Limits } from '../limits.js'
import { halfOfBits } from './half.js'
import { countValues, readIntegers, readIntegers64, readReals, readTexts } from './repeated.js'
import { allocate, elementTypes, typeOfCode, type Tensor, type TensorType } from './types.js'
import {
  FIXED32,
  FIXED64,
  integerOf,
  invalid,
  nextField,
  once,
  openCursor,
  spanOf,
  textOf,
  unsupported,
  VARINT,
  type Span,
} from './wire.js'

/** A TensorProto whose form is checked and whose elements are still bytes. `at` is its place. */
export interface TensorBytes {
  readonly name: string
  readonly type: TensorType
  readonly dims: readonly number[]
  readonly count: number
  readonly at: string
  readonly span: Span
  readonly raw: Span | null
}

const MAX_RANK = 32

/** The product of dims; throws ERR_ONNX_INVALID for a negative one and ERR_LIMIT beyond the limit on elements. */
function countElements(dims: readonly number[], limits: Limits, at: string): number {
  let count = 1
  for (const dim of dims) {
    if (dim < 0) invalid(`expected a dimension of at least 0, got ${dim}`, at)
    count = Math.max(count, 1) * dim
    checkLimit(count, limits.elements, 'elements', at)
  }
  return dims.includes(0) ? 0 : count
}

/** The field that holds the elements of a type where raw_data does not. */
function fieldOf(type: TensorType): number {
  if (type === 'float32') return 4
  if (type === 'string') return 6
  if (type === 'int64') return 7
  if (type === 'float64') return 10
  return type === 'uint32' || type === 'uint64' ? 11 : 5
}

/** Checks a TensorProto: its type and dims, and that it holds the elements that they say, in one way only. */
export function scanTensor(span: Span, at: string, limits: Limits): TensorBytes {
  let name = ''
  let code = 0
  let raw: Span | null = null
  const counts = new Uint32Array(12)
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 5 || field === 7 || field === 11) counts[field]! += countValues(cursor, VARINT)
    else if (field === 4) counts[field]! += countValues(cursor, FIXED32)
    else if (field === 10) counts[field]! += countValues(cursor, FIXED64)
    else if (field === 6 && spanOf(cursor)) counts[field]!++
    else if (field === 3) unsupported('no tensors in segments', at)
    else if (field === 13) unsupported('no external data', at)
    else if (field === 2 || field === 8 || field === 9 || field === 14) {
      once(cursor)
      if (field === 2) code = integerOf(cursor)
      else if (field === 8) name = textOf(cursor)
      else if (field === 9) raw = spanOf(cursor)
      else if (integerOf(cursor) !== 0) unsupported('no external data', at)
    }
  }
  if (counts[1]! > MAX_RANK) invalid(`expected at most ${MAX_RANK} dimensions, got ${counts[1]}`, at)
  const dims: number[] = []
  readIntegers(span, at, 1, dims)
  const type = typeOfCode(code) ?? unsupported(`no element type ${code}`, at)
  const count = countElements(dims, limits, at)
  checkStorage(type, count, counts, raw, at)
  return { name, type, dims, count, at, span, raw }
}

function checkStorage(type: TensorType, count: number, counts: Uint32Array, raw: Span | null, at: string): void {
  const typed = fieldOf(type)
  const other = [4, 5, 6, 7, 10, 11].find((field) => counts[field] !== 0 && (field !== typed || raw !== null))
  if (other !== undefined) invalid(`expected the elements of ${type} in one field, got field ${other} too`, at)
  if (raw === null) {
    if (counts[typed] !== count) invalid(`expected ${count} elements, got ${counts[typed]}`, at)
    return
  }
  const { array } = elementTypes[type === 'float16' ? 'uint16' : type]
  if (array === null) return invalid('expected strings outside of raw data', at)
  const size = array.BYTES_PER_ELEMENT
  if (raw.end - raw.start !== count * size) {
    invalid(`expected ${count * size} bytes of raw data, got ${raw.end - raw.start}`, at)
  }
}

/** The tensor itself, in memory of its own. Throws ERR_ONNX_INVALID for elements that their type can't hold. */
export function readTensor({ type, dims, count, at, span, raw }: TensorBytes): Tensor {
  if (type === 'string') return { type, dims, data: readTexts(span, at, 6) }
  if (type === 'float16') {
    const bits = readTensor({ name: '', type: 'uint16', dims, count, at, span, raw }).data as Uint16Array
    return { type, dims, data: Float32Array.from(bits, halfOfBits) }
  }
  const data = allocate(type, count)
  if (raw !== null) copyLittleEndian(raw.bytes.subarray(raw.start, raw.end), bytesOf(data), data.BYTES_PER_ELEMENT)
  else if (type === 'float32' || type === 'float64') readReals(span, at, fieldOf(type), data as Float32Array)
  else if (type === 'int64' || type === 'uint64') readIntegers64(span, at, fieldOf(type), data as BigInt64Array)
  else {
    const [min, max] = elementTypes[type].range!
    readIntegers(span, at, fieldOf(type), data as Int32Array, min, max)
  }
  if (type === 'bool' && (data as Uint8Array).some((value) => value > 1)) invalid('expected booleans of 0 or 1', at)
  return { type, dims, data } as Tensor
}
