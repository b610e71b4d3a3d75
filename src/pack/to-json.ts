import { mismatch, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { tagNumber } from '../json/number.js'
import { isWellFormed } from '../characters.js'
import { checkLimit, defaultLimits } from '../limits.js'

function wellFormed(text: string, at: string): string {
  return isWellFormed(text) ? text : mismatch('ERR_JSON_INVALID', 'a string without lone surrogates', quote(text), at)
}

function numbersToJson(numbers: ArrayLike<number>, at: string): JsonValue {
  checkLimit(2 * numbers.length, defaultLimits.json, 'bytes of JSON', at)
  return Array.from(numbers, (x) => tagNumber(x) as JsonValue)
}

/**
 * What is plain as JSON: NaN, infinities and -0 tagged, typed arrays as arrays. Throws ERR_JSON_INVALID for a member that is undefined
 * and for a lone surrogate.
 */
export function toJson(value: unknown, at: string): JsonValue {
  if (typeof value === 'number') return tagNumber(value) as JsonValue
  if (typeof value === 'string') return wellFormed(value, at)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  if (ArrayBuffer.isView(value)) return numbersToJson(value as Float64Array, at)
  const member = (item: unknown, key: string | number): JsonValue => {
    if (item === undefined) mismatch('ERR_JSON_INVALID', 'a JSON value', 'undefined', pointer(at, key))
    return typeof item === 'number' ? (tagNumber(item) as JsonValue) : toJson(item, pointer(at, key))
  }
  if (Array.isArray(value)) return value.map(member)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormed(key, at), member(item, key)]))
}
