import type { ValueInfo } from './model.js'
import { mapTypes, typeOfCode, type ContainerType, type MapType } from './types.js'
import {
  eachOnce,
  integerOf,
  invalid,
  nextField,
  once,
  openCursor,
  spanOf,
  textOf,
  unsupported,
  type Span,
} from './wire.js'

const MAX_RANK = 32

/** A ValueInfoProto. A type without a name here is null. */
export function readValueInfo(span: Span, at: string): ValueInfo {
  let name = ''
  let type = null as Span | null
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 1) name = textOf(cursor)
    else type = spanOf(cursor)
  })
  if (name === '') invalid('expected a value with a name', at)
  return { name, ...(type === null ? unknown : readType(type, at, 0)) }
}

const unknown = { type: null, dims: null }

/** A tensor, a sequence or a map; what has no name here, as sequences of sequences, is null. */
function readType(span: Span, at: string, depth: number): Omit<ValueInfo, 'name'> {
  const cursor = openCursor(span, at)
  let form: readonly [field: number, value: Span] | null = null
  while (nextField(cursor)) {
    const { field } = cursor
    if (field !== 1 && field !== 4 && field !== 5) continue
    once(cursor)
    if (form !== null) invalid('expected one type', at)
    form = [field, spanOf(cursor)]
  }
  if (form === null || depth > 2) return unknown
  const [field, value] = form
  if (field === 1) return readTensorType(value, at)
  const container = field === 5 ? readMap(value, at, depth) : readSequence(value, at, depth)
  return container === null ? unknown : { ...unknown, container }
}

function readTensorType(span: Span, at: string): Omit<ValueInfo, 'name'> {
  let code = 0
  let dims: readonly number[] | null = null
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 1) code = integerOf(cursor)
    else dims = readShape(spanOf(cursor), at)
  })
  return { type: code === 0 ? null : (typeOfCode(code) ?? unsupported(`no element type ${code}`, at)), dims }
}

/** The element type of a map's keys by its code, and the type of its values, which are tensors of no dimensions. */
function readMap(span: Span, at: string, depth: number): MapType | null {
  let code = 0
  let value: string | null = null
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 1) code = integerOf(cursor)
    else value = readType(spanOf(cursor), at, depth + 1).type
  })
  return mapTypes.find((type) => type === `map(${typeOfCode(code)},${value})`) ?? null
}

function readSequence(span: Span, at: string, depth: number): ContainerType | null {
  let element = null as string | null
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 2) return
    const { type, container } = readType(spanOf(cursor), at, depth + 1)
    element = type ?? mapTypes.find((map) => map === container) ?? null
  })
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
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 1) size = Math.max(-1, integerOf(cursor))
  })
  return size
}
