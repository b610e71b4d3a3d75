import {
  FIXED32,
  FIXED64,
  invalid,
  LENGTH,
  nextField,
  openCursor,
  readVarint,
  safeInteger,
  textOf,
  VARINT,
  type Cursor,
  type Span,
} from './wire.js'

type Scalar = typeof VARINT | typeof FIXED32 | typeof FIXED64

/** How many values the current field adds to a repeated number, packed or not. */
export function countValues(cursor: Cursor, scalar: Scalar): number {
  if (cursor.wire === scalar) return 1
  const { bytes, start, stop, at, field } = cursor
  if (cursor.wire !== LENGTH) invalid(`expected wire type ${scalar} or 2 for field ${field}, got ${cursor.wire}`, at)
  if (scalar !== VARINT) {
    const size = scalar === FIXED32 ? 4 : 8
    if ((stop - start) % size !== 0) invalid(`expected a multiple of ${size} bytes, got ${stop - start}`, at)
    return (stop - start) / size
  }
  let count = 0
  for (let position = start; position < stop; position++) if (bytes[position]! < 128) count++
  if (stop > start && bytes[stop - 1]! >= 128) invalid('expected a varint, got the end of the field', at)
  return count
}

/** Bits of the integers that are called short: those of varints of up to four bytes. */
const SHORT_BITS = 28

/** Bytes that are read in one call. Few, so that the loop over them is soon run as machine code: engines come to that between calls. */
const BLOCK = 2048

/**
 * Reads on into `target`, from `i` on, for as long as short integers follow: after a tag of one byte, or packed (`tag` -1). Says where
 * it stopped; longer varints and whatever else are the caller's.
 */
function readRun(cursor: Cursor, tag: number, target: { [index: number]: number }, i: number): number {
  // A tag and four bytes can then be read without looking for the end.
  const last = cursor.end - 5
  for (;;) {
    const stop = Math.min(last, cursor.position + BLOCK)
    i = readBlock(cursor, tag, target, i, stop)
    if (stop === last || cursor.position <= stop) return i
  }
}

/** The same for what begins up to `stop`. */
function readBlock(cursor: Cursor, tag: number, target: { [index: number]: number }, i: number, stop: number): number {
  const { bytes } = cursor
  const skip = tag < 0 ? 0 : 1
  let p = cursor.position
  while (p <= stop && (tag < 0 || bytes[p] === tag)) {
    let q = p + skip
    let byte = bytes[q++]!
    let value = byte & 127
    if (byte > 127) {
      byte = bytes[q++]!
      value |= (byte & 127) << 7
      if (byte > 127) {
        byte = bytes[q++]!
        value |= (byte & 127) << 14
        if (byte > 127) {
          byte = bytes[q++]!
          value |= (byte & 127) << 21
          if (byte > 127) break
        }
      }
    }
    target[i++] = value
    p = q
  }
  cursor.position = p
  return i
}

/**
 * The current field's integer and those of the same fields that follow it, where they are short and not packed; the cursor is moved
 * to the last of them. Null for another first one. The field's number is below 16.
 */
export function readShortIntegers(cursor: Cursor): Int32Array | null {
  if (cursor.wire !== VARINT || cursor.high !== 0 || cursor.low >>> SHORT_BITS !== 0) return null
  // Each takes two bytes at least.
  const room = new Int32Array(1 + ((cursor.end - cursor.position) >>> 1))
  room[0] = cursor.low
  return room.slice(0, readRun(cursor, cursor.field << 3, room, 1))
}

/** Integers from `min` to `max`, into `target`, which has room for all that were counted. The field's number is below 16. */
export function readIntegers(
  span: Span,
  at: string,
  field: number,
  target: { [index: number]: number },
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): void {
  const cursor = openCursor(span, at)
  let i = 0
  while (nextField(cursor)) {
    if (cursor.field !== field) continue
    const packed = cursor.wire === LENGTH
    const values = packed ? openCursor({ bytes: span.bytes, start: cursor.start, end: cursor.stop }, at) : cursor
    do {
      if (packed) {
        if (values.position === values.end) break
        readVarint(values)
      }
      const value = safeInteger(values)
      if (value < min || value > max) invalid(`expected an integer from ${min} to ${max}, got ${value}`, at)
      target[i++] = value
      const first = i
      i = readRun(values, packed ? -1 : field << 3, target, i)
      // Runs are of 28 bits: never below a minimum, nor above the maximum of the wider types.
      if (max < 268435455) checkRun(target, first, i, max, at)
    } while (packed)
  }
}

function checkRun(target: { [index: number]: number }, first: number, end: number, max: number, at: string): void {
  for (let i = first; i < end; i++) {
    if (target[i]! > max) invalid(`expected an integer up to ${max}, got ${target[i]}`, at)
  }
}

/** All 64 bits of each varint, into the two halves of 64-bit elements. */
export function readIntegers64(span: Span, at: string, field: number, target: BigInt64Array | BigUint64Array): void {
  const view = new DataView(target.buffer)
  const little = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
  let position = 0
  const put = ({ low, high }: Cursor): void => {
    view.setUint32(position + (little ? 0 : 4), low, little)
    view.setUint32(position + (little ? 4 : 0), high, little)
    position += 8
  }
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field !== field) continue
    if (cursor.wire === VARINT) put(cursor)
    else {
      const packed = openCursor({ bytes: span.bytes, start: cursor.start, end: cursor.stop }, at)
      while (packed.position < packed.end) {
        readVarint(packed)
        put(packed)
      }
    }
  }
}

/** float (`FIXED32`) or double (`FIXED64`) values. */
export function readReals(span: Span, at: string, field: number, target: Float32Array | Float64Array): void {
  const cursor = openCursor(span, at)
  const view = new DataView(span.bytes.buffer, span.bytes.byteOffset)
  const wide = target.BYTES_PER_ELEMENT === 8
  let i = 0
  while (nextField(cursor)) {
    if (cursor.field !== field) continue
    if (wide) for (let p = cursor.start; p < cursor.stop; p += 8) target[i++] = view.getFloat64(p, true)
    else for (let p = cursor.start; p < cursor.stop; p += 4) target[i++] = view.getFloat32(p, true)
  }
}

export function readTexts(span: Span, at: string, field: number): string[] {
  const texts: string[] = []
  const cursor = openCursor(span, at)
  while (nextField(cursor)) if (cursor.field === field) texts.push(textOf(cursor))
  return texts
}
