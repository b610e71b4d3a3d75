import { FIXED32, LENGTH, VARINT } from './wire.js'

/** Bytes that grow: the first `length` of `bytes` are written. */
export interface Sink {
  bytes: Uint8Array
  length: number
}

export function sink(): Sink {
  return { bytes: new Uint8Array(256), length: 0 }
}

function reserve(to: Sink, size: number): void {
  if (to.length + size <= to.bytes.length) return
  const bytes = new Uint8Array(Math.max(to.length + size, to.bytes.length * 2))
  bytes.set(to.bytes)
  to.bytes = bytes
}

function putVarint(to: Sink, value: number): void {
  reserve(to, 10)
  let low = value >>> 0
  let high = Math.floor(value / 4294967296) >>> 0
  while (high !== 0 || low > 127) {
    to.bytes[to.length++] = (low & 127) | 128
    low = ((low >>> 7) | (high << 25)) >>> 0
    high >>>= 7
  }
  to.bytes[to.length++] = low
}

function putTag(to: Sink, field: number, wire: number): void {
  putVarint(to, field * 8 + wire)
}

/** A safe integer; negative ones take ten bytes, as int64 does. */
export function putInteger(to: Sink, field: number, value: number): void {
  putTag(to, field, VARINT)
  putVarint(to, value)
}

export function putFloat(to: Sink, field: number, value: number): void {
  putTag(to, field, FIXED32)
  reserve(to, 4)
  new DataView(to.bytes.buffer).setFloat32(to.length, value, true)
  to.length += 4
}

export function putBytes(to: Sink, field: number, bytes: Uint8Array): void {
  putTag(to, field, LENGTH)
  putVarint(to, bytes.length)
  reserve(to, bytes.length)
  to.bytes.set(bytes, to.length)
  to.length += bytes.length
}

export function putText(to: Sink, field: number, text: string): void {
  putBytes(to, field, new TextEncoder().encode(text))
}

export function putMessage(to: Sink, field: number, write: (inner: Sink) => void): void {
  const inner = sink()
  write(inner)
  putBytes(to, field, inner.bytes.subarray(0, inner.length))
}
