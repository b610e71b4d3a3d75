import { BundleError, quote } from '../errors.js'
import type { Limits } from '../limits.js'

/** Where a bundle's bytes come from. */
export type Source = Uint8Array | ArrayBuffer | Blob | Response

function checkSize(size: number, limits: Limits): void {
  if (size > limits.archive) {
    throw new BundleError('ERR_LIMIT', `expected at most ${limits.archive} bytes, got ${size}`, '')
  }
}

/** Bytes of our own: what was checked can't be changed by the caller afterwards. */
export async function readSource(source: Source, limits: Limits): Promise<Uint8Array> {
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) {
    checkSize(source.byteLength, limits)
    return source instanceof ArrayBuffer ? new Uint8Array(source.slice(0)) : Uint8Array.from(source)
  }
  const body = source as {
    readonly arrayBuffer?: () => Promise<ArrayBuffer>
    readonly size?: number
    readonly ok?: boolean
    readonly status?: number
  }
  if (typeof body?.arrayBuffer !== 'function') {
    throw new BundleError(
      'ERR_ARGUMENT',
      `expected a Uint8Array, ArrayBuffer, Blob or Response, got ${quote(source)}`,
      '',
    )
  }
  if (body.ok === false)
    throw new BundleError('ERR_ARGUMENT', `expected a response with a bundle, got status ${body.status}`, '')
  if (body.size !== undefined) checkSize(body.size, limits)
  const bytes = new Uint8Array(await body.arrayBuffer())
  checkSize(bytes.byteLength, limits)
  return bytes
}
