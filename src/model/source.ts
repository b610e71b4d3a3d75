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
  if (stream.locked) throw new BundleError('ERR_ARGUMENT', 'expected a body, got one that was read already', '')
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (!isBytes(next.value)) {
        throw new BundleError('ERR_ARGUMENT', `expected a stream of bytes, got ${quote(next.value)}`, '')
      }
      chunks.push(next.value)
      size += next.value.byteLength
      checkSize(size, limits)
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined)
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

const tagOf = (value: unknown): string => Object.prototype.toString.call(value)

/** By their tags, since they may come from another realm. */
const isBuffer = (value: unknown): value is ArrayBuffer => tagOf(value) === '[object ArrayBuffer]'
const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && tagOf(value) === '[object Uint8Array]'

/** What `copy` gives; a buffer that was transferred, or is none, has no bytes. */
function owned(copy: () => Uint8Array): Uint8Array {
  try {
    return copy()
  } catch (cause) {
    throw new BundleError('ERR_ARGUMENT', 'expected bytes, got a buffer that was transferred or is none', '', { cause })
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
    // Of the prototype: an object that only says that it is a buffer has none.
    return owned(() => new Uint8Array(ArrayBuffer.prototype.slice.call(source, 0)))
  }
  const { ok, status, size, bodyUsed } = Object(source) as {
    readonly ok?: boolean
    readonly status?: number
    readonly size?: number
    readonly bodyUsed?: boolean
  }
  if (typeof source?.arrayBuffer !== 'function') {
    const expected = 'a Uint8Array, ArrayBuffer, Blob or Response'
    throw new BundleError('ERR_ARGUMENT', `expected ${expected}, got ${quote(source)}`, '')
  }
  if (ok === false) throw new BundleError('ERR_ARGUMENT', `expected a response with a bundle, got status ${status}`, '')
  if (bodyUsed === true) throw new BundleError('ERR_ARGUMENT', 'expected a body, got one that was read already', '')
  if (size !== undefined) checkSize(size, limits)
  const { body } = source as { readonly body?: ReadableStream<Uint8Array> | null }
  if (body) return readStream(body, limits)
  const buffer: unknown = await source.arrayBuffer()
  if (!isBuffer(buffer)) throw new BundleError('ERR_ARGUMENT', `expected an ArrayBuffer, got ${quote(buffer)}`, '')
  return new Uint8Array(buffer)
}
