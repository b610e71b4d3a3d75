import type { ValueInfo } from './model.js'
import { elementTypes } from './types.js'
import { integerOf, invalid, nextField, once, openCursor, spanOf, textOf, type Span } from './wire.js'

const MAX_RANK = 32

/** A ValueInfoProto. A type that is no tensor, or of an element type without a name here, is null. */
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
  return { name, ...(type === null ? unknown : readType(type, at)) }
}

const unknown = { type: null, dims: null }

function readType(span: Span, at: string): Omit<ValueInfo, 'name'> {
  const cursor = openCursor(span, at)
  let tensor: Span | null = null
  while (nextField(cursor)) {
    if (cursor.field !== 1) continue
    once(cursor)
    tensor = spanOf(cursor)
  }
  if (tensor === null) return unknown
  const inner = openCursor(tensor, at)
  let code = 0
  let dims: readonly number[] | null = null
  while (nextField(inner)) {
    if (inner.field !== 1 && inner.field !== 2) continue
    once(inner)
    if (inner.field === 1) code = integerOf(inner)
    else dims = readShape(spanOf(inner), at)
  }
  return { type: elementTypes.find((entry) => entry.code === code)?.name ?? null, dims }
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
