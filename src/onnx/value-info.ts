import type { ValueInfo } from './model.js'
import { mapTypes, typeOfCode, type ContainerType, type MapType } from './types.js'
import { integerOf, invalid, nextField, once, openCursor, spanOf, textOf, type Span } from './wire.js'

const MAX_RANK = 32

/** A ValueInfoProto. A type without a name here is null. */
export function readValueInfo(span: Span, at: string): ValueInfo {
  let name = ''
  let type: Span | null = null
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field !== 1 && cursor.field !== 2) continue
    once(cursor)
    if (cursor.field === 1) name = textOf(cursor)
    else type = spanOf(cursor)
  }
  if (name === '') invalid('expected a value with a name', at)
  return { name, ...(type === null ? unknown : readType(type, at, 0)) }
}

const unknown = { type: null, dims: null }

/** What a type may be of, by the fields of a TypeProto. */
const kinds: Readonly<Record<number, string>> = {
  1: 'a tensor',
  4: 'a sequence',
  5: 'a map',
  8: 'a sparse tensor',
  9: 'an optional value',
}

/** A tensor, a sequence or a map; what has no name here, as sequences of sequences, is null. */
function readType(span: Span, at: string, depth: number): Omit<ValueInfo, 'name'> {
  const cursor = openCursor(span, at)
  let form: readonly [field: number, value: Span] | null = null
  while (nextField(cursor)) {
    const { field } = cursor
    if (!Object.hasOwn(kinds, field)) continue
    once(cursor)
    if (form !== null) invalid('expected one type', at)
    form = [field, spanOf(cursor)]
  }
  if (form === null || depth > 2) return unknown
  const [field, value] = form
  if (field === 1) return readTensorType(value, at)
  const container = field === 4 ? readSequence(value, at, depth) : field === 5 ? readMap(value, at, depth) : null
  return container === null ? { ...unknown, other: kinds[field]! } : { ...unknown, container }
}

function readTensorType(span: Span, at: string): Omit<ValueInfo, 'name'> {
  const cursor = openCursor(span, at)
  let code = 0
  let dims: readonly number[] | null = null
  while (nextField(cursor)) {
    if (cursor.field !== 1 && cursor.field !== 2) continue
    once(cursor)
    if (cursor.field === 1) code = integerOf(cursor)
    else dims = readShape(spanOf(cursor), at)
  }
  const type = typeOfCode(code)
  return type === undefined ? { type: null, dims, other: `a tensor of element type ${code}` } : { type, dims }
}

/** The element type of a map's keys by its code, and the type of its values, which are tensors of no dimensions. */
function readMap(span: Span, at: string, depth: number): MapType | null {
  const cursor = openCursor(span, at)
  let code = 0
  let value: string | null = null
  while (nextField(cursor)) {
    if (cursor.field !== 1 && cursor.field !== 2) continue
    once(cursor)
    if (cursor.field === 1) code = integerOf(cursor)
    else value = readType(spanOf(cursor), at, depth + 1).type
  }
  return mapTypes.find((type) => type === `map(${typeOfCode(code)},${value})`) ?? null
}

function readSequence(span: Span, at: string, depth: number): ContainerType | null {
  const cursor = openCursor(span, at)
  let element: string | null = null
  while (nextField(cursor)) {
    if (cursor.field !== 1) continue
    once(cursor)
    const { type, container } = readType(spanOf(cursor), at, depth + 1)
    element = type ?? mapTypes.find((map) => map === container) ?? null
  }
  return element === null ? null : (`sequence(${element})` as ContainerType)
}

function readShape(span: Span, at: string): number[] {
  const dims: number[] = []
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field !== 1) continue
    if (dims.length === MAX_RANK) invalid(`expected at most ${MAX_RANK} dimensions`, at)
    dims.push(readDimension(spanOf(cursor), at))
  }
  return dims
}

/** A size, or -1 for a symbol, for nothing and for what older writers put there: any size. */
function readDimension(span: Span, at: string): number {
  let size = -1
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field !== 1) continue
    once(cursor)
    size = Math.max(-1, integerOf(cursor))
  }
  return size
}
