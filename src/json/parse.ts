import { BundleError, type ErrorCode } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'
import type { JsonValue } from './canonical.js'

/** What JSON text looks like without its strings. */
interface Outline {
  readonly depth: number
  /** By byte: how often it stands outside of strings. A colon is a member of an object, whatever its key. */
  readonly bytes: Uint32Array
}

function outline(bytes: Uint8Array): Outline {
  const counts = new Uint32Array(256)
  let open = 0
  let depth = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    counts[byte]!++
    if (byte === 0x5b || byte === 0x7b) {
      if (++open > depth) depth = open
    } else if (byte === 0x5d || byte === 0x7d) open--
    else if (byte === 0x22) {
      i++
      while (i < bytes.length && bytes[i] !== 0x22) i += bytes[i] === 0x5c ? 2 : 1
    }
  }
  return { depth, bytes: counts }
}

/**
 * The value of JSON text in UTF-8 without a byte order mark, with the text and how often each byte stands outside of its
 * strings. Throws ERR_LIMIT beyond the limits of size, depth and values, which are checked first, and `code` for what is not JSON.
 */
export function parseJson(
  bytes: Uint8Array,
  at: string,
  limits: Limits,
  code: ErrorCode,
): { readonly value: JsonValue; readonly text: string; readonly outside: Uint32Array } {
  checkLimit(bytes.length, limits.json, 'bytes of JSON', at)
  const { depth, bytes: outside } = outline(bytes)
  checkLimit(depth, limits.depth, 'levels of JSON', at)
  checkLimit(outside[0x5b]! + outside[0x7b]! + outside[0x2c]! + outside[0x3a]!, limits.values, 'values of JSON', at)
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new BundleError(code, 'expected UTF-8, got other bytes', at, { cause })
  }
  try {
    return { value: JSON.parse(text) as JsonValue, text, outside }
  } catch (cause) {
    throw new BundleError(code, 'expected JSON, got other text', at, { cause })
  }
}
