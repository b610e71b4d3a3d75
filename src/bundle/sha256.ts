import { hexDigits } from '../characters.js'
import { BundleError, mismatch, quote } from '../errors.js'

/** SHA-256 of bytes, as 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** The host's WebCrypto; where there is none (plain-http pages, some engines) the first use throws ERR_SHA256. */
export const webCryptoSha256: Sha256 = async (bytes) => {
  const subtle = (globalThis as { crypto?: Crypto }).crypto?.subtle
  if (subtle === undefined) {
    throw new BundleError('ERR_SHA256', 'this host has no WebCrypto: pass `sha256` to load', '')
  }
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
}

/** The digest as 64 lower-case hexadecimal digits; throws ERR_SHA256 when it is none. */
export async function hexDigest(sha256: Sha256, bytes: Uint8Array): Promise<string> {
  const digest = await sha256(bytes)
  if (!ArrayBuffer.isView(digest) || digest.byteLength !== 32) {
    mismatch('ERR_SHA256', '32 bytes of sha256', quote(digest))
  }
  let text = ''
  for (const byte of digest) text += hexDigits[byte >> 4]! + hexDigits[byte & 15]!
  return text
}
