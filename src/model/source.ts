import { BundleError, quote } from '../errors.js'
import type { Limits } from '../limits.js'

/** Where a bundle's bytes come from. */
export type Source = Uint8Array | ArrayBuffer | Blob | Response

function checkSize(size: number, limits: Limits): void {
  if (size > limits.archive) {
    throw new BundleError('ERR_LIMIT', `expected at most ${limits.archive} bytes, got ${size}`, '')
  }
}

/** All of a stream, which may be endless: it is cancelled once it exceeds the limit. */
async function readStream(stream: ReadableStream<Uint8Array>, limits: Limits): Promise<Uint8Array> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value)
      size += next.value.byteLength
      checkSize(size, limits)
    }
  } catch (error) {
    await reader.cancel(error)
    throw error
  }
  const bytes = new Uint8Array(size)
  let position = 0
  for (const chunk of chunks) {
    bytes.set(chunk, position)
    position += chunk.byteLength
  }
  return bytes
}

/** By its tag, since an ArrayBuffer may come from another realm. */
function isBuffer(source: unknown): source is ArrayBuffer {
  return Object.prototype.toString.call(source) === '[object ArrayBuffer]'
}

/** What `copy` gives; a buffer that was transferred has no bytes any more. */
function owned(copy: () => Uint8Array): Uint8Array {
  try {
    return copy()
  } catch (cause) {
    throw new BundleError('ERR_ARGUMENT', 'expected bytes, got a buffer that was transferred', '', { cause })
  }
}

/** Bytes of our own: what was checked can't be changed by the caller afterwards. */
export async function readSource(source: Source, limits: Limits): Promise<Uint8Array> {
  if (ArrayBuffer.isView(source)) {
    checkSize(source.byteLength, limits)
    return owned(() => Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength)))
  }
  if (isBuffer(source)) {
    checkSize(source.byteLength, limits)
    return owned(() => new Uint8Array(source.slice(0)))
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
  const { body } = source as { readonly body?: ReadableStream<Uint8Array> | null }
  return body ? readStream(body, limits) : new Uint8Array(await source.arrayBuffer())
}
