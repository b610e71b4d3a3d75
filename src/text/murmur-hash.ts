let bytes = /* @__PURE__ */ new Uint8Array(256)

/** Writes the UTF-8 of well-formed text into `bytes`; its length. */
function encode(text: string): number {
  if (bytes.length < text.length * 3) bytes = new Uint8Array(text.length * 3)
  let size = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes[size++] = unit
    else if (unit < 0x800) {
      bytes[size++] = 0xc0 | (unit >> 6)
      bytes[size++] = 0x80 | (unit & 63)
    } else if ((unit & 0xf800) !== 0xd800) {
      bytes[size++] = 0xe0 | (unit >> 12)
      bytes[size++] = 0x80 | ((unit >> 6) & 63)
      bytes[size++] = 0x80 | (unit & 63)
    } else {
      const point = text.codePointAt(i++)!
      bytes[size++] = 0xf0 | (point >> 18)
      bytes[size++] = 0x80 | ((point >> 12) & 63)
      bytes[size++] = 0x80 | ((point >> 6) & 63)
      bytes[size++] = 0x80 | (point & 63)
    }
  }
  return size
}

function scramble(k: number): number {
  k = Math.imul(k, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  return Math.imul(k, 0x1b873593)
}

/** MurmurHash3 x86_32 of the bytes from `from` to before `to`, signed: https://github.com/aappleby/smhasher */
export function hashBytes(bytes: Uint8Array, from: number, to: number, seed: number): number {
  const end = to - ((to - from) & 3)
  let hash = seed
  for (let i = from; i < end; i += 4) {
    hash ^= scramble(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = to - 1; i >= end; i--) rest = (rest << 8) | bytes[i]!
  if (to > end) hash ^= scramble(rest)
  hash ^= to - from
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** The same of the text's UTF-8. */
export function hashText(text: string, seed: number): number {
  const size = encode(text)
  return hashBytes(bytes, 0, size, seed)
}

/** The same with seed 0. */
export function murmurHash3(text: string): number {
  return hashText(text, 0)
}
