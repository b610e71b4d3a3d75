import { BundleError } from '../errors.js'

/** A message inside a model's bytes. */
export interface Span {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/**
 * A reader of the fields of one message: https://protobuf.dev/programming-guides/encoding. After `nextField`, `field` and
 * `wire` are those of the current field; `low` and `high` hold a varint's 64 bits, `start` and `stop` the place of any other value.
 */
export interface Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  readonly at: string
  position: number
  field: number
  wire: number
  low: number
  high: number
  start: number
  stop: number
  seen: number
}

export const VARINT = 0
export const FIXED64 = 1
export const LENGTH = 2
export const FIXED32 = 5

export function openCursor({ bytes, start, end }: Span, at: string): Cursor {
  return { bytes, end, at, position: start, field: 0, wire: 0, low: 0, high: 0, start: 0, stop: 0, seen: 0 }
}

export function invalid(message: string, at: string): never {
  throw new BundleError('ERR_ONNX_INVALID', message, at)
}

export function unsupported(message: string, at: string): never {
  throw new BundleError('ERR_ONNX_UNSUPPORTED', message, at)
}

/** Reads one varint into `low` and `high`, both unsigned. */
export function readVarint(cursor: Cursor): void {
  const { bytes, end } = cursor
  let position = cursor.position
  let low = 0
  let high = 0
  for (let i = 0; i < 10; i++) {
    if (position >= end) invalid('expected a varint, got the end of the message', cursor.at)
    const byte = bytes[position++]!
    const bits = byte & 127
    if (i < 4) low |= bits << (7 * i)
    else if (i > 4) high |= bits << (7 * i - 32)
    else {
      low |= bits << 28
      high = bits >>> 4
    }
    if (byte < 128) {
      if (i === 9 && byte > 1) break
      cursor.low = low >>> 0
      cursor.high = high >>> 0
      cursor.position = position
      return
    }
  }
  invalid('expected a varint of at most 64 bits', cursor.at)
}

function take(cursor: Cursor, size: number): void {
  if (cursor.position > cursor.end - size) {
    invalid(`expected ${size} bytes, got ${cursor.end - cursor.position}`, cursor.at)
  }
  cursor.start = cursor.position
  cursor.stop = cursor.position + size
  cursor.position = cursor.stop
}

/** Moves to the next field; false at the end. Throws ERR_ONNX_INVALID for groups, field number 0 and lengths beyond the message. */
export function nextField(cursor: Cursor): boolean {
  if (cursor.position === cursor.end) return false
  readVarint(cursor)
  if (cursor.high !== 0) invalid('expected a field number below 2^29', cursor.at)
  cursor.field = cursor.low >>> 3
  cursor.wire = cursor.low & 7
  if (cursor.field === 0) invalid('expected a field number, got 0', cursor.at)
  if (cursor.wire === VARINT) readVarint(cursor)
  else if (cursor.wire === FIXED32) take(cursor, 4)
  else if (cursor.wire === FIXED64) take(cursor, 8)
  else if (cursor.wire === LENGTH) {
    readVarint(cursor)
    if (cursor.high !== 0) invalid('expected a length within the message', cursor.at)
    take(cursor, cursor.low)
  } else invalid(`expected wire type 0, 1, 2 or 5, got ${cursor.wire}`, cursor.at)
  return true
}

function expectWire(cursor: Cursor, wire: number): void {
  if (cursor.wire !== wire) {
    invalid(`expected wire type ${wire} for field ${cursor.field}, got ${cursor.wire}`, cursor.at)
  }
}

/** Refuses the second occurrence of a field that may not repeat. Its number is below 32. */
export function once(cursor: Cursor): void {
  const bit = 1 << cursor.field
  if (cursor.seen & bit) invalid(`expected field ${cursor.field} once`, cursor.at)
  cursor.seen |= bit
}

/** Goes through the fields 1 and 2, each of which may be there once. */
export function eachOnce(span: Span, at: string, see: (cursor: Cursor) => void): void {
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field > 2) continue
    once(cursor)
    see(cursor)
  }
}

/** The current field's message. */
export function spanOf(cursor: Cursor): Span {
  expectWire(cursor, LENGTH)
  return { bytes: cursor.bytes, start: cursor.start, end: cursor.stop }
}

/** The varint's 64 bits as a signed number; throws ERR_ONNX_INVALID beyond the safe integers. */
export function safeInteger(cursor: Cursor): number {
  // Kept an int32 where it is one: sizes that engines hold as doubles make every loop over them slower.
  if (cursor.high === 0 && cursor.low < 2147483648) return cursor.low | 0
  const value = (cursor.high | 0) * 4294967296 + cursor.low
  if (!Number.isSafeInteger(value)) invalid('expected an integer within 2^53', cursor.at)
  return value
}

export function integerOf(cursor: Cursor): number {
  expectWire(cursor, VARINT)
  return safeInteger(cursor)
}

export function floatOf(cursor: Cursor): number {
  expectWire(cursor, FIXED32)
  return new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset).getFloat32(cursor.start, true)
}

/** UTF-8 text; throws ERR_ONNX_INVALID for what is not. */
export function textOf(cursor: Cursor): string {
  expectWire(cursor, LENGTH)
  const { bytes, start, stop } = cursor
  let text = ''
  if (stop - start < 64) {
    let position = start
    while (position < stop && bytes[position]! < 128) text += String.fromCharCode(bytes[position++]!)
    if (position === stop) return text
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, stop))
  } catch (cause) {
    throw new BundleError('ERR_ONNX_INVALID', 'expected UTF-8', cursor.at, { cause })
  }
}
