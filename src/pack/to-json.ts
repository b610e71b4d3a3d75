import type { JsonValue } from '../json/canonical.js'
import { tagNumber } from '../json/number.js'
import { isPlainObject } from '../schema/plain-object.js'

/** The value with NaN, infinities and -0 tagged; typed arrays become arrays. What is no JSON stays, and is refused when it is written. */
export function toJson(value: unknown): JsonValue {
  if (typeof value === 'number') return tagNumber(value) as JsonValue
  if (ArrayBuffer.isView(value) && 'length' in value)
    return Array.from(value as Float64Array, (x) => tagNumber(x) as JsonValue)
  if (Array.isArray(value)) return value.map(toJson)
  if (!isPlainObject(value)) return value as JsonValue
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
}
