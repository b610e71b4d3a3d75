import { isBytes, tagOf } from '../bytes.js'
import { BundleError, mismatch, quote } from '../errors.js'
import { checkLimit, defaultLimits, type Limits } from '../limits.js'

/** Where a bundle's bytes come from. */
export type Source = Uint8Array | ArrayBuffer | Blob | Response | ReadableStream<Uint8Array>

/** What a stream of unknown size is read into at first, in bytes. */
const firstRoom = 65_536

function checkSize(size: number, { archive }: Limits): void {
  checkLimit(size, archive, 'bytes', '')
}

function refuseUsed(): never {
  mismatch('ERR_ARGUMENT', 'a body', 'one that was read already')
}

/**
 * All of a stream, in one buffer: of the size that it is said to have, which is only a hint, else of one that doubles. The
 * stream may be endless: it is cancelled once it exceeds the limit. An error of its own (the network's, an abort) comes out as it is.
 */
async function readStream(stream: ReadableStream<unknown>, declared: number, limits: Limits): Promise<Uint8Array> {
  if (stream.locked) refuseUsed()
  const reader = stream.getReader()
  try {
    checkSize(declared, limits)
    let bytes = new Uint8Array(Math.min(declared || firstRoom, limits.archive, defaultLimits.archive))
    let size = 0
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const chunk = next.value
      if (!isBytes(chunk)) {
        mismatch('ERR_ARGUMENT', 'a stream of bytes', quote(chunk))
      }
      const end = size + chunk.byteLength
      checkSize(end, limits)
      if (end > bytes.length) {
        const larger = new Uint8Array(Math.min(Math.max(end, 2 * bytes.length), limits.archive))
        larger.set(bytes)
        bytes = larger
      }
      bytes.set(chunk, size)
      size = end
    }
    reader.releaseLock()
    // A buffer that is mostly empty is not kept for as long as the model.
    return size < bytes.length / 2 ? bytes.slice(0, size) : bytes.subarray(0, size)
  } catch (error) {
    await reader.cancel(error).catch(() => undefined)
    throw error
  }
}

/** The size that a response says it has, or 0. That of a compressed one is another's. */
function declaredSize(headers: Headers | undefined): number {
  if (typeof headers?.get !== 'function' || headers.get('content-encoding') !== null) return 0
  const size = Number(headers.get('content-length'))
  return Number.isSafeInteger(size) && size > 0 ? size : 0
}

const isBuffer = (value: unknown): value is ArrayBuffer => tagOf(value) === '[object ArrayBuffer]'

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
  if (typeof (source as Partial<ReadableStream> | null)?.getReader === 'function') {
    return readStream(source as ReadableStream, 0, limits)
  }
  const { ok, status, size, bodyUsed, body, headers } = Object(source) as {
    readonly ok?: boolean
    readonly status?: number
    readonly size?: number
    readonly bodyUsed?: boolean
    readonly body?: ReadableStream<unknown> | null
    readonly headers?: Headers
  }
  if (typeof (source as Partial<Blob> | null)?.arrayBuffer !== 'function') {
    const expected = 'a Uint8Array, ArrayBuffer, Blob, Response or ReadableStream'
    mismatch('ERR_ARGUMENT', expected, quote(source))
  }
  if (ok === false) mismatch('ERR_ARGUMENT', 'a response with a bundle', `status ${status}`)
  if (bodyUsed === true) refuseUsed()
  if (size !== undefined) checkSize(size, limits)
  if (body) return readStream(body, declaredSize(headers), limits)
  const buffer: unknown = await (source as Blob).arrayBuffer()
  if (!isBuffer(buffer)) mismatch('ERR_ARGUMENT', 'an ArrayBuffer', quote(buffer))
  return new Uint8Array(buffer)
}
