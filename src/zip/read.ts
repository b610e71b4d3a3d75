import { BundleError, mismatch, quote } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'
import { crc32 } from './crc32.js'
import { readCentralHeader, readEndRecord } from './directory.js'
import { inflate } from './inflate.js'
import { foldCase } from './name.js'

/** What the central directory says of an entry: its size inflated, in bytes, and the CRC-32 of that. */
export interface ZipEntry {
  readonly name: string
  readonly size: number
  readonly crc32: number
}

/** An archive whose structure is sound. Nothing is inflated yet. */
export interface ZipArchive {
  /** In the archive's order: bundle.json is the first. */
  readonly entries: ReadonlyMap<string, ZipEntry>
  /**
   * The content of an entry, inflated and checked at each call. That of a stored entry is a view of the archive's bytes.
   * Throws ERR_ZIP_DATA when the data is not what the directory declares, ERR_ENTRY_MISSING for an unknown name.
   */
  read(name: string): Uint8Array
}

function checkSize(name: string, size: number, compressedSize: number, limits: Limits): void {
  const json = name.endsWith('.json') && !name.startsWith('extra/')
  const most = json ? Math.min(limits.entry, limits.json) : limits.entry
  checkLimit(size, most, 'bytes', name)
  checkLimit(size, compressedSize * limits.ratio, `bytes out of ${compressedSize}`, name)
}

/**
 * Reads the structure of a bundle's archive, by the rules of spec/bundle.md; the central directory is the only truth. Takes
 * ownership of `bytes`: nobody may change them later. Throws ERR_LIMIT, ERR_ZIP_INVALID, ERR_ZIP_UNSUPPORTED or ERR_ZIP_NAME.
 */
export function readZip(bytes: Uint8Array, limits: Limits): ZipArchive {
  checkLimit(bytes.length, limits.archive, 'bytes', '')
  const directory = readEndRecord(bytes)
  checkLimit(directory.count, limits.entries, 'entries', '')
  const entries = new Map<string, ZipEntry>()
  const contents = new Map<string, { readonly entry: ZipEntry; readonly data: Uint8Array; readonly method: number }>()
  const folded = new Set<string>()
  let position = directory.start
  let local = 0
  let total = 0
  for (let i = 0; i < directory.count; i++) {
    const header = readCentralHeader(bytes, position, local, directory)
    const { name, size, method } = header
    if (i === 0 && name !== 'bundle.json') {
      mismatch('ERR_ZIP_INVALID', 'bundle.json as the first entry', quote(name), name)
    }
    const fold = foldCase(name)
    if (folded.has(fold)) throw new BundleError('ERR_ZIP_NAME', 'expected a name that no other entry has', name)
    folded.add(fold)
    checkSize(name, size, header.compressedSize, limits)
    total += size
    checkLimit(total, limits.total, 'bytes in all entries', name)
    const entry = { name, size, crc32: header.crc32 }
    entries.set(name, entry)
    contents.set(name, { entry, method, data: bytes.subarray(header.dataStart, header.dataEnd) })
    position = header.end
    local = header.dataEnd
  }
  if (position !== directory.end) {
    mismatch('ERR_ZIP_INVALID', `the end record at byte ${position}`, directory.end)
  }
  if (local !== directory.start) {
    mismatch('ERR_ZIP_INVALID', `the directory at byte ${local}`, directory.start)
  }
  return {
    entries,
    read: (name) => {
      const content = contents.get(name)
      if (content === undefined) throw new BundleError('ERR_ENTRY_MISSING', `the archive has no ${quote(name)}`, '')
      const { entry, data, method } = content
      const inflated = method === 0 ? data : inflate(data, entry.size, name)
      const sum = crc32(inflated)
      if (sum !== entry.crc32) mismatch('ERR_ZIP_DATA', `CRC-32 ${entry.crc32}`, sum, name)
      return inflated
    },
  }
}
