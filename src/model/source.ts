import { BundleError, quote } from '../errors.js'
import type { Limits } from '../limits.js'

/** Where a bundle's bytes come from. */
export type Source = Uint8Array | ArrayBuffer | Blob | Response

function checkSize(size: number, limits: Limits): void {
  if (size > limits.archive) {
    throw new BundleError('ERR_LIMIT', `expected at most ${limits.archive} bytes, got ${size}`, '')
  }
}

/** By its tag, since an ArrayBuffer may come from another realm. */
function isBuffer(source: unknown): source is ArrayBuffer {
  return Object.prototype.toString.call(source) === '[object ArrayBuffer]'
}

/** Bytes of our own: what was checked can't be changed by the caller afterwards. */
export async function readSource(source: Source, limits: Limits): Promise<Uint8Array> {
  if (ArrayBuffer.isView(source)) {
    checkSize(source.byteLength, limits)
    return Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength))
  }
  if (isBuffer(source)) {
    checkSize(source.byteLength, limits)
    return new Uint8Array(source.slice(0))
  }
  const { ok, status, size } = Object(source) as {
    readonly ok?: boolean
    readonly status?: number
    readonly size?: number
  }
  if (typeof source?.arrayBuffer !== 'function') {
    const expected = 'a Uint8Array, ArrayBuffer, Blob or Response'
    throw new BundleError('ERR_ARGUMENT', `expected ${expected}, got ${quote(source)}`, '')
  }
  if (ok === false) throw new BundleError('ERR_ARGUMENT', `expected a response with a bundle, got status ${status}`, '')
  if (size !== undefined) checkSize(size, limits)
  const bytes = new Uint8Array(await source.arrayBuffer())
  checkSize(bytes.byteLength, limits)
  return bytes
}
