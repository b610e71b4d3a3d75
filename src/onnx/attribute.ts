import { quote } from '../errors.js'
import type { Limits } from '../limits.js'
import { countValues, readIntegers, readIntegers64, readReals, readShortIntegers, readTexts } from './repeated.js'
import { readTensor, scanTensor } from './tensor.js'
import type { Tensor } from './types.js'
import {
  FIXED32,
  floatOf,
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

/** What an attribute holds, as far as it is supported. */
export type AttributeKind = 'float' | 'int' | 'string' | 'tensor' | 'graph' | 'floats' | 'ints' | 'strings'

/** An AttributeProto whose form is known and whose value is still bytes, but for short integers, which are read where they are counted. */
export interface Attribute {
  readonly name: string
  readonly kind: AttributeKind
  /** Number of values of the kinds that end in s. */
  readonly count: number
  /** The values of `ints`, where one run of short ones is all of them. */
  readonly short: Int32Array | null
  readonly span: Span
  readonly at: string
  /** The attribute of the function around it whose value it has; '' for a value of its own. */
  readonly reference: string
}

/** In the order of AttributeProto.AttributeType, which begins at 1; the fields that hold their values follow one another from 2 on. */
export const attributeKinds: readonly AttributeKind[] = [
  'float',
  'int',
  'string',
  'tensor',
  'graph',
  'floats',
  'ints',
  'strings',
]

const otherFields = new Map([
  [10, 'lists of tensors'],
  [11, 'lists of graphs'],
  [14, 'attributes that are types'],
  [15, 'attributes that are types'],
  [22, 'sparse tensors'],
  [23, 'sparse tensors'],
])

const fieldOf = (kind: AttributeKind): number => attributeKinds.indexOf(kind) + 2

/** Checks an AttributeProto as far as its kind and the number of its values. `node` is its node's place. */
export function scanAttribute(span: Span, node: string): Attribute {
  let name = ''
  let code = 0
  let held = 0
  let count = 0
  let reference = ''
  let short: Int32Array | null = null
  const cursor = openCursor(span, node)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 20 || field === 21) {
      once(cursor)
      if (field === 1) name = textOf(cursor)
      else if (field === 21) reference = textOf(cursor)
      else code = integerOf(cursor)
      continue
    }
    if (otherFields.has(field)) unsupported(`no ${otherFields.get(field)}`, node)
    if (field < 2 || field > 9) continue
    if (held !== 0 && held !== field) invalid(`expected one kind of value in attribute ${quote(name)}`, node)
    held = field
    if (field < 7) once(cursor)
    if (field === 7) count += countValues(cursor, FIXED32)
    else if (field === 8) {
      short = count === 0 ? readShortIntegers(cursor) : null
      count += short?.length ?? countValues(cursor, VARINT)
    } else count++
  }
  if (name === '') invalid('expected an attribute with a name', node)
  const kind = attributeKinds[code === 0 ? held - 2 : code - 1]
  if (kind === undefined) return invalid(`expected an attribute type, got ${code}`, node)
  if (held !== 0 && held !== fieldOf(kind)) invalid(`expected the value of attribute ${quote(name)} as ${kind}`, node)
  if (reference !== '' && held !== 0) invalid(`expected attribute ${quote(name)} without a value of its own`, node)
  return { name, kind, count, short, span, at: node, reference }
}

/** One number or text; what proto3 leaves out is 0 or ''. */
export function readSingle({ kind, span, at }: Attribute): number | string {
  const cursor = openCursor(span, at)
  const field = fieldOf(kind)
  while (nextField(cursor)) {
    if (cursor.field !== field) continue
    return kind === 'float' ? floatOf(cursor) : kind === 'int' ? integerOf(cursor) : textOf(cursor)
  }
  return kind === 'string' ? '' : 0
}

/** The values of an attribute of kind `ints`. */
export function readInts({ count, short, span, at }: Attribute): Float64Array {
  if (short !== null) return new Float64Array(short)
  const values = new Float64Array(count)
  readIntegers(span, at, 8, values)
  return values
}

/** All 64 bits of the value of `int`, or of the values of `ints`. */
export function readLongs({ kind, count, span, at }: Attribute): BigInt64Array {
  const values = new BigInt64Array(count)
  readIntegers64(span, at, fieldOf(kind), values)
  return values
}

/** The values of `ints` that are indices: from 0 to 2^31 - 1. */
export function readIndices({ count, short, span, at }: Attribute): Int32Array {
  if (short !== null) return short.slice()
  const values = new Int32Array(count)
  readIntegers(span, at, 8, values, 0, 2147483647)
  return values
}

export function readFloats({ count, span, at }: Attribute): Float32Array {
  const values = new Float32Array(count)
  readReals(span, at, 7, values)
  return values
}

export function readStrings({ span, at }: Attribute): string[] {
  return readTexts(span, at, 9)
}

/** The bytes of an attribute of kind `graph`. */
export function graphSpan({ name, span, at }: Attribute): Span {
  const cursor = openCursor(span, at)
  while (nextField(cursor)) if (cursor.field === 6) return spanOf(cursor)
  return invalid(`expected a graph in attribute ${quote(name)}`, at)
}

export function readTensorAttribute({ name, span, at }: Attribute, limits: Limits): Tensor {
  const cursor = openCursor(span, at)
  while (nextField(cursor)) if (cursor.field === 5) return readTensor(scanTensor(spanOf(cursor), at, limits))
  return invalid(`expected a tensor in attribute ${quote(name)}`, at)
}
