/** Eight tables of 256, made at the first use. */
let tables: Int32Array | undefined

function makeTables(): Int32Array {
  const all = new Int32Array(8 * 256)
  for (let i = 0; i < 256; i++) {
    let remainder = i
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
    all[i] = remainder
  }
  for (let i = 256; i < all.length; i++) all[i] = (all[i - 256]! >>> 8) ^ all[all[i - 256]! & 255]!
  return all
}

/** A multiple of 8. Small, so that the loop over it is soon run as machine code: engines come to that between calls. */
const BLOCK = 1024

/** Goes on with `crc` over the bytes from `start` to `end`, eight at a time: https://create.stephan-brumme.com/crc32/ */
function update(t: Int32Array, crc: number, bytes: Uint8Array, start: number, end: number): number {
  let i = start
  for (; i < end - 7; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      t[1792 + (crc & 255)]! ^
      t[1536 + ((crc >>> 8) & 255)]! ^
      t[1280 + ((crc >>> 16) & 255)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 255]!
  return crc
}

/** CRC-32 as zip has it (reflected 0xEDB88320). */
export function crc32(bytes: Uint8Array): number {
  const t = (tables ??= makeTables())
  let crc = -1
  for (let start = 0; start < bytes.length; start += BLOCK) {
    crc = update(t, crc, bytes, start, Math.min(start + BLOCK, bytes.length))
  }
  return ~crc >>> 0
}
