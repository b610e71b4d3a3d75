import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { checkLimit, defaultLimits } from '../limits.js'
import { isPlainObject } from '../json/plain-object.js'

/** A copy of an object, and how many bytes of JSON its value takes at least; none while it is being copied. */
interface Copy {
  readonly value: unknown
  readonly bytes: number
}

/** Objects that occur more than once are copied once, and count each time: what is small here may be endless as text. */
type Copies = Map<object, Copy | null>

function copyMembers(value: object, at: string, depth: number, copies: Copies): Copy {
  const listed = Array.isArray(value)
  if (!listed && !isPlainObject(value)) mismatch('ERR_JSON_INVALID', 'a JSON value', quote(value), at)
  if (listed) checkLimit(value.length, defaultLimits.json, 'values', at)
  const keys = listed ? [] : Object.keys(value)
  const count = listed ? value.length : keys.length
  const copied: [string, unknown][] = []
  const items: unknown[] = []
  let bytes = 2
  for (let i = 0; i < count; i++) {
    const key = listed ? i : keys[i]!
    const member = copy((value as Record<string, unknown>)[key], at, key, depth, copies)
    bytes += member.bytes + (listed ? 0 : keys[i]!.length)
    checkLimit(bytes, defaultLimits.json, 'bytes of JSON', at)
    if (listed) items.push(member.value)
    else copied.push([keys[i]!, member.value])
  }
  return { value: listed ? items : Object.fromEntries(copied), bytes }
}

function copy(value: unknown, base: string, key: string | number | null, depth: number, copies: Copies): Copy {
  if (typeof value === 'string') return { value, bytes: value.length + 2 }
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean') return { value, bytes: 2 }
  const at = key === null ? base : pointer(base, key)
  if (typeof value !== 'object') mismatch('ERR_JSON_INVALID', 'a JSON value', quote(value), at)
  if (value === null) return { value, bytes: 2 }
  if (ArrayBuffer.isView(value) && 'length' in value) {
    // Not the slice of a Buffer, which shares the memory.
    return { value: Uint8Array.prototype.slice.call(value as Uint8Array), bytes: 2 }
  }
  const known = copies.get(value)
  if (known === null) mismatch('ERR_JSON_INVALID', 'a JSON value', 'one that holds itself', at)
  if (known !== undefined) return known
  checkLimit(depth, defaultLimits.depth + 1, 'levels', at)
  copies.set(value, null)
  const made = copyMembers(value, at, depth + 1, copies)
  copies.set(value, made)
  return made
}

/** What `read` gives; throws ERR_ARGUMENT where a getter or a Proxy of the caller throws. */
export function reading<T>(read: () => T, at: string): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError('ERR_ARGUMENT', 'expected a value, got one that throws when it is read', at, { cause })
  }
}

/**
 * A copy of what a caller gave, read once: plain objects, arrays, what JSON has, and typed arrays. Throws ERR_JSON_INVALID for anything
 * else and for what holds itself, ERR_ARGUMENT for what throws when it is read, ERR_LIMIT for more, or deeper, than JSON may be.
 */
export function plain<T>(value: T, at: string): T {
  return reading(() => copy(value, at, null, 1, new Map()).value as T, at)
}
