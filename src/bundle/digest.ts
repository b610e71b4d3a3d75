import { hexDigest, type Sha256 } from './sha256.js'

/** What a digest covers: missing, numbers, booleans, strings and lists of them. */
export type DigestItem = null | number | boolean | string | readonly DigestItem[]

// The tags of items.
const MISSING = 0
const NUMBER = 1
const BOOLEAN = 2
const STRING = 3
const LIST = 4

/** The bytes of spec/golden.md: a tag, then the item; numbers as big-endian float64 with one NaN, counts as big-endian uint32. */
export function encodeDigest(item: DigestItem): Uint8Array {
  const utf8 = new TextEncoder()
  let bytes = new Uint8Array(1024)
  let view = new DataView(bytes.buffer)
  let size = 0
  const reserve = (count: number): void => {
    if (size + count <= bytes.length) return
    const larger = new Uint8Array(Math.max(size + count, bytes.length * 2))
    larger.set(bytes)
    bytes = larger
    view = new DataView(bytes.buffer)
  }
  const head = (tag: number, count: number): void => {
    reserve(5)
    bytes[size] = tag
    view.setUint32(size + 1, count)
    size += 5
  }
  const put = (value: DigestItem): void => {
    reserve(9)
    if (value === null) bytes[size++] = MISSING
    else if (typeof value === 'number') {
      bytes[size] = NUMBER
      if (value === value) view.setFloat64(size + 1, value)
      else {
        view.setUint32(size + 1, 0x7ff80000)
        view.setUint32(size + 5, 0)
      }
      size += 9
    } else if (typeof value === 'boolean') {
      bytes[size] = BOOLEAN
      bytes[size + 1] = +value
      size += 2
    } else if (typeof value === 'string') {
      const text = utf8.encode(value)
      head(STRING, text.length)
      reserve(text.length)
      bytes.set(text, size)
      size += text.length
    } else {
      head(LIST, value.length)
      value.forEach(put)
    }
  }
  put(item)
  return bytes.slice(0, size)
}

/** SHA-256 of the item's encoding, 64 hexadecimal digits. */
export function scoreDigest(item: DigestItem, sha256: Sha256): Promise<string> {
  return hexDigest(sha256, encodeDigest(item))
}
