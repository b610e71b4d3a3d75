import { deflateSync } from 'fflate'
import { BundleError, mismatch, quote } from '../errors.js'
import { defaultLimits } from '../limits.js'
import { crc32 } from './crc32.js'
import { foldCase, isEntryName } from './name.js'

/** What goes into an archive; `store` keeps deflate away from data that it would hardly shrink. */
export interface ZipInput {
  readonly name: string
  readonly data: Uint8Array
  readonly store?: boolean
}

const REGULAR_0644 = 0o100644 * 0x10000
const JANUARY_1_1980 = 0x21

function inOrder(entries: readonly ZipInput[]): readonly ZipInput[] {
  const names = new Set<string>()
  for (const { name } of entries) {
    if (!isEntryName(name)) mismatch('ERR_ZIP_NAME', 'a name that a bundle may have', quote(name))
    const fold = foldCase(name)
    if (names.has(fold)) throw new BundleError('ERR_ZIP_NAME', 'expected a name that no other entry has', name)
    names.add(fold)
  }
  if (!names.has('bundle.json'))
    throw new BundleError('ERR_ENTRY_MISSING', 'expected bundle.json among the entries, got none', '')
  if (entries.length > 0xfffe) {
    mismatch('ERR_LIMIT', 'at most 65534 entries', entries.length)
  }
  const rank = ({ name }: ZipInput): string => (name === 'bundle.json' ? '' : name)
  return [...entries].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** What `data` is written as: stored where deflate does not shrink it, or shrinks it beyond what a reader takes by default. */
function compress({ data, store }: ZipInput): { readonly method: 0 | 8; readonly content: Uint8Array } {
  if (store) return { method: 0, content: data }
  const content = deflateSync(data, { level: 9, mem: 8 })
  const worthwhile = content.length < data.length && data.length <= content.length * defaultLimits.ratio
  return worthwhile ? { method: 8, content } : { method: 0, content: data }
}

/** The fields that local and central headers share, from "version needed" to the extra field's size. */
function sharedFields(method: number, crc: number, compressedSize: number, size: number, nameSize: number): Uint8Array {
  const fields = new Uint8Array(26)
  const view = new DataView(fields.buffer)
  view.setUint16(0, 20, true)
  view.setUint16(4, method, true)
  view.setUint16(8, JANUARY_1_1980, true)
  view.setUint32(10, crc, true)
  view.setUint32(14, compressedSize, true)
  view.setUint32(18, size, true)
  view.setUint16(22, nameSize, true)
  return fields
}

function localHeader(name: Uint8Array, fields: Uint8Array): Uint8Array {
  const header = new Uint8Array(30 + name.length)
  new DataView(header.buffer).setUint32(0, 0x04034b50, true)
  header.set(fields, 4)
  header.set(name, 30)
  return header
}

function centralHeader(name: Uint8Array, fields: Uint8Array, offset: number): Uint8Array {
  const header = new Uint8Array(46 + name.length)
  const view = new DataView(header.buffer)
  view.setUint32(0, 0x02014b50, true)
  view.setUint16(4, (3 << 8) | 20, true)
  header.set(fields, 6)
  view.setUint32(38, REGULAR_0644, true)
  view.setUint32(42, offset, true)
  header.set(name, 46)
  return header
}

function endRecord(count: number, size: number, start: number): Uint8Array {
  const record = new Uint8Array(22)
  const view = new DataView(record.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, count, true)
  view.setUint16(10, count, true)
  view.setUint32(12, size, true)
  view.setUint32(16, start, true)
  return record
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size)
  let position = 0
  for (const part of parts) {
    joined.set(part, position)
    position += part.length
  }
  return joined
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((size, part) => size + part.length, 0)
}

/**
 * Writes an archive: bundle.json first, the others by UTF-16 code unit; the same entries give the same bytes. Throws
 * ERR_ZIP_NAME, ERR_ENTRY_MISSING without bundle.json, and ERR_LIMIT for what would need zip64.
 */
export function writeZip(entries: readonly ZipInput[]): Uint8Array {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let offset = 0
  for (const entry of inOrder(entries)) {
    const { method, content } = compress(entry)
    const name = encoder.encode(entry.name)
    const next = offset + 30 + name.length + content.length
    if (next >= 0xffffffff || entry.data.length >= 0xffffffff) {
      throw new BundleError('ERR_LIMIT', 'expected an archive below 4 GiB, got more', entry.name)
    }
    const fields = sharedFields(method, crc32(entry.data), content.length, entry.data.length, name.length)
    parts.push(localHeader(name, fields), content)
    central.push(centralHeader(name, fields, offset))
    offset = next
  }
  const size = sizeOf(central)
  parts.push(...central, endRecord(central.length, size, offset))
  return join(parts, offset + size + 22)
}
