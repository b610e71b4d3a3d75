import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeDigest, scoreDigest, type DigestItem } from '../src/bundle/digest.js'
import { webCryptoSha256 } from '../src/bundle/sha256.js'
import type { JsonValue } from '../src/json/canonical.js'
import { untagNumber } from '../src/json/number.js'

const { item, encoding, digest } = JSON.parse(
  readFileSync('spec/vectors/digest.json', 'utf8'),
  (_key, value: JsonValue) => untagNumber(value) ?? value,
) as { item: DigestItem; encoding: string; digest: string }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('the encoding and the digest are those of the vector', async () => {
  expect(hex(encodeDigest(item))).toBe(encoding)
  expect(await scoreDigest(item, webCryptoSha256)).toBe(digest)
})

test('every NaN is one NaN', () => {
  const odd = new Float64Array(new Uint32Array([1, 0xfff80000]).buffer)
  expect(hex(encodeDigest(odd[0]!))).toBe('017ff8000000000000')
})

test('an encoding larger than the first buffer', () => {
  const text = 'ü'.repeat(5000)
  const bytes = encodeDigest([text, text])
  expect(hex(bytes.subarray(0, 10))).toBe('04000000020300002710')
  expect(bytes.length).toBe(5 + 2 * (5 + 10_000))
  expect(new TextDecoder().decode(bytes.subarray(10, 10_010))).toBe(text)
})
