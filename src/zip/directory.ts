import { mismatch, quote, type ErrorCode } from '../errors.js'
import { isEntryName } from './name.js'

const END_SIZE = 22
const CENTRAL_SIZE = 46
const LOCAL_SIZE = 30

/** The central directory: its bytes from start to end, and how many headers it has. */
export interface Directory {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** A central header. `end` is its own end; the others are offsets into the archive too, sizes are in bytes. */
export interface CentralHeader {
  readonly name: string
  readonly method: 0 | 8
  readonly crc32: number
  readonly size: number
  readonly compressedSize: number
  readonly dataStart: number
  readonly dataEnd: number
  readonly end: number
}

function expect(holds: boolean, code: ErrorCode, expected: string, got: number | string, at: string = ''): void {
  if (!holds) mismatch(code, expected, got, at)
}

/** Numbers by their offsets, of 16 bits and of 32. */
interface Numbers {
  u16(at: number): number
  u32(at: number): number
}

function numbersOf(bytes: Uint8Array): Numbers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { u16: (at) => view.getUint16(at, true), u32: (at) => view.getUint32(at, true) }
}

/** The directory that the end record points to. The record is the last 22 bytes, the directory ends right before it. */
export function readEndRecord(bytes: Uint8Array): Directory {
  const end = bytes.length - END_SIZE
  expect(end >= 0, 'ERR_ZIP_INVALID', `at least ${END_SIZE} bytes`, bytes.length)
  const { u16, u32 } = numbersOf(bytes)
  const isEnd = u32(end) === 0x06054b50
  expect(isEnd, 'ERR_ZIP_INVALID', `an end record in the last ${END_SIZE} bytes`, 'none')
  const disks = u32(end + 4)
  const count = u16(end + 8)
  const total = u16(end + 10)
  const size = u32(end + 12)
  const start = u32(end + 16)
  const zip64 = [count, total].includes(0xffff) || [disks, size, start].includes(0xffffffff)
  expect(!zip64, 'ERR_ZIP_UNSUPPORTED', 'no zip64', 'its marker')
  expect(disks === 0, 'ERR_ZIP_UNSUPPORTED', 'one disk', 'several')
  expect(count === total, 'ERR_ZIP_UNSUPPORTED', `all ${total} entries on this disk`, count)
  const comment = u16(end + 20)
  expect(comment === 0, 'ERR_ZIP_INVALID', 'no archive comment', `one of ${comment} bytes`)
  expect(start + size === end, 'ERR_ZIP_INVALID', `a directory that ends at byte ${end}`, start + size)
  expect(count > 0, 'ERR_ZIP_INVALID', 'an entry', 'none')
  return { start, end, count }
}

function readName(bytes: Uint8Array): string {
  let name = ''
  for (const byte of bytes.subarray(0, 256)) name += String.fromCharCode(byte)
  if (!isEntryName(name)) mismatch('ERR_ZIP_NAME', 'a name that a bundle may have', quote(name))
  return name
}

/** Regular files only: Unix modes 0644 or 0100644, or no attributes at all. */
function isRegular(host: number, internal: number, external: number): boolean {
  if (internal !== 0 || (host !== 0 && host !== 3)) return false
  return external === 0 || (host === 3 && (external === 0o644 * 0x10000 || external === 0o100644 * 0x10000))
}

function checkFeatures({ u16, u32 }: Numbers, at: string): void {
  const needed = u16(6)
  expect(needed === 10 || needed === 20, 'ERR_ZIP_UNSUPPORTED', 'version 1.0 or 2.0 needed', needed, at)
  const flags = u16(8)
  // Bit 0 is encryption, bit 3 a data descriptor; bit 11 says that the name is UTF-8, and every allowed name is ASCII.
  expect((flags & ~0x800) === 0, 'ERR_ZIP_UNSUPPORTED', 'no flags but bit 11', flags, at)
  const method = u16(10)
  expect(method === 0 || method === 8, 'ERR_ZIP_UNSUPPORTED', 'method 0 or 8', method, at)
  expect(u16(30) === 0, 'ERR_ZIP_UNSUPPORTED', 'no extra field', 'one', at)
  expect(u16(32) === 0, 'ERR_ZIP_INVALID', 'no comment', 'one', at)
  expect(u16(34) === 0, 'ERR_ZIP_UNSUPPORTED', 'one disk', 'several', at)
  const regular = isRegular(u16(4) >> 8, u16(36), u32(38))
  expect(regular, 'ERR_ZIP_INVALID', 'the attributes of a regular file', 'others', at)
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, i) => byte === b[i])
}

/**
 * The central header at `position`, checked against its local header, which starts at `local`, where the data before it
 * ends: entries lie in the directory's order without gaps.
 */
export function readCentralHeader(
  bytes: Uint8Array,
  position: number,
  local: number,
  directory: Directory,
): CentralHeader {
  expect(position <= directory.end - CENTRAL_SIZE, 'ERR_ZIP_INVALID', 'a central header', 'the end record')
  const header = bytes.subarray(position, directory.end)
  const numbers = numbersOf(header)
  const { u16, u32 } = numbers
  expect(u32(0) === 0x02014b50, 'ERR_ZIP_INVALID', 'a central header', `other bytes at ${position}`)
  const nameSize = u16(28)
  expect(nameSize <= header.length - CENTRAL_SIZE, 'ERR_ZIP_INVALID', 'a name', `one that is ${nameSize} bytes long`)
  const name = readName(header.subarray(CENTRAL_SIZE, CENTRAL_SIZE + nameSize))
  const crc32 = u32(16)
  const compressedSize = u32(20)
  const size = u32(24)
  const offset = u32(42)
  const zip64 = [compressedSize, size, offset].includes(0xffffffff)
  expect(!zip64, 'ERR_ZIP_UNSUPPORTED', 'no zip64', 'its marker', name)
  checkFeatures(numbers, name)
  const method = u16(10) === 0 ? 0 : 8
  const sized = method === 8 || size === compressedSize
  expect(sized, 'ERR_ZIP_INVALID', `the stored size ${compressedSize}`, size, name)
  expect(offset === local, 'ERR_ZIP_INVALID', `a local header at byte ${local}`, offset, name)
  const dataStart = local + LOCAL_SIZE + nameSize
  const fits = compressedSize <= directory.start - dataStart
  expect(fits, 'ERR_ZIP_INVALID', 'data before the directory', `${compressedSize} bytes from ${dataStart} on`, name)
  // A local header has the fields from "version needed" to the extra field's size in the central header's order.
  const same =
    numbersOf(bytes).u32(local) === 0x04034b50 &&
    equalBytes(bytes.subarray(local + 4, local + LOCAL_SIZE), header.subarray(6, 32)) &&
    equalBytes(bytes.subarray(local + LOCAL_SIZE, dataStart), header.subarray(CENTRAL_SIZE, CENTRAL_SIZE + nameSize))
  expect(same, 'ERR_ZIP_INVALID', 'a local header that equals the central one', 'another', name)
  const end = position + CENTRAL_SIZE + nameSize
  return { name, method, crc32, size, compressedSize, dataStart, dataEnd: dataStart + compressedSize, end }
}
