// CityHash64 of CityHash 1.0 (https://github.com/google/cityhash/tree/1.0.3), which CatBoost names categories by.

const K0 = 0xc3a5c85c97cb3127n
const K1 = 0xb492b66fbe98f273n
const K2 = 0x9ae16a3b2f90404fn
const K3 = 0xc949d7c7509e6557n
const PAIR = 0x9ddfea08eb382d69n

const u64 = (x: bigint): bigint => x & 0xffff_ffff_ffff_ffffn
const rotate = (x: bigint, by: number): bigint => u64((x << BigInt(64 - by)) | (x >> BigInt(by)))
const fold = (x: bigint): bigint => x ^ (x >> 47n)

function pair(u: bigint, v: bigint): bigint {
  const a = fold(u64((u ^ v) * PAIR))
  return u64(fold(u64((v ^ a) * PAIR)) * PAIR)
}

/** Up to 16 bytes. */
function short(bytes: DataView, length: number): bigint {
  const size = BigInt(length)
  if (length > 8) {
    const b = bytes.getBigUint64(length - 8, true)
    return pair(bytes.getBigUint64(0, true), rotate(u64(b + size), length)) ^ b
  }
  if (length >= 4) {
    return pair(size + (BigInt(bytes.getUint32(0, true)) << 3n), BigInt(bytes.getUint32(length - 4, true)))
  }
  if (length === 0) return K2
  const y = BigInt(bytes.getUint8(0) + (bytes.getUint8(length >> 1) << 8))
  const z = BigInt(length + (bytes.getUint8(length - 1) << 2))
  return u64(fold(u64(y * K2) ^ u64(z * K3)) * K2)
}

/** 17 to 32 bytes. */
function middle(word: (at: number) => bigint, length: number): bigint {
  const a = u64(word(0) * K1)
  const b = word(8)
  const c = u64(word(length - 8) * K2)
  const d = u64(word(length - 16) * K0)
  const u = rotate(u64(a - b), 43) + rotate(c, 30) + d
  return pair(u64(u), u64(a + rotate(b ^ K3, 20) - c + BigInt(length)))
}

/** One half of what 33 to 64 bytes come to: 32 bytes from `at`, with the word `z` and the start `a`. */
function half(word: (at: number) => bigint, at: number, z: bigint, a: bigint): [bigint, bigint] {
  const b = rotate(u64(a + z), 52)
  const first = u64(a + word(at + 8))
  const second = u64(first + word(at + 16))
  const c = rotate(a, 37) + rotate(first, 7)
  return [u64(second + z), u64(b + rotate(second, 31) + c)]
}

function long(word: (at: number) => bigint, length: number): bigint {
  const v = half(word, 0, word(24), u64(word(0) + (BigInt(length) + word(length - 16)) * K0))
  const w = half(word, length - 32, word(length - 8), u64(word(16) + word(length - 32)))
  const r = fold(u64((v[0] + w[1]) * K2 + (w[0] + v[1]) * K0))
  return u64(fold(u64(r * K0 + v[1])) * K2)
}

/** 32 bytes from `at`, stirred into two words. */
function stir(word: (at: number) => bigint, at: number, a: bigint, b: bigint): [bigint, bigint] {
  const c = u64(a + word(at))
  const d = u64(c + word(at + 8) + word(at + 16))
  const e = rotate(u64(b + c + word(at + 24)), 21) + rotate(d, 44)
  return [u64(d + word(at + 24)), u64(e + c)]
}

/** The 64 bits of a text's UTF-8. */
export function cityHash64(text: string): bigint {
  const { buffer, byteOffset, byteLength: length } = new TextEncoder().encode(text)
  const bytes = new DataView(buffer, byteOffset, length)
  const word = (at: number): bigint => bytes.getBigUint64(at, true)
  if (length <= 16) return short(bytes, length)
  if (length <= 32) return middle(word, length)
  if (length <= 64) return long(word, length)
  const size = BigInt(length)
  let x = word(0)
  let y = word(length - 16) ^ K1
  let z = word(length - 56) ^ K0
  let v = stir(word, length - 64, size, y)
  let w = stir(word, length - 32, u64(size * K1), K0)
  z = u64(z + fold(v[1]) * K1)
  x = u64(rotate(u64(z + x), 39) * K1)
  y = u64(rotate(y, 33) * K1)
  for (let at = 0; at < length - 1 - ((length - 1) % 64); at += 64) {
    x = u64(rotate(u64(x + y + v[0] + word(at + 16)), 37) * K1) ^ w[1]
    y = u64(rotate(u64(y + v[1] + word(at + 48)), 42) * K1) ^ v[0]
    z = rotate(z ^ w[0], 33)
    v = stir(word, at, u64(v[1] * K1), u64(x + w[0]))
    w = stir(word, at + 32, u64(z + w[1]), y)
    ;[x, z] = [z, x]
  }
  return pair(u64(pair(v[0], w[0]) + fold(y) * K1 + z), u64(pair(v[1], w[1]) + x))
}
