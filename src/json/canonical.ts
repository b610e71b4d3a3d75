import { BundleError, mismatch, quote } from '../errors.js'
import type { Limits } from '../limits.js'
import { parseJson } from './parse.js'
import { isPlainObject } from './plain-object.js'
import { isWellFormed } from '../characters.js'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

function refuse(expected: string, value: unknown, at: string): never {
  mismatch('ERR_JSON_INVALID', expected, quote(value), at)
}

function stringText(text: string, at: string): string {
  const json = JSON.stringify(text)
  if (json.length !== text.length + 2 && !isWellFormed(text)) refuse('a string without lone surrogates', text, at)
  return json
}

function serialize(value: JsonValue, at: string): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : refuse('a finite number', value, at)
  if (typeof value === 'string') return stringText(value, at)
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${Array.from(value, (item: JsonValue) => serialize(item, at)).join(',')}]`
  if (!isPlainObject(value)) return refuse('a JSON value', value, at)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${stringText(key, at)}:${serialize(value[key] as JsonValue, at)}`).join(',')}}`
}

/**
 * The one JSON text of a value (RFC 8785): keys in UTF-16 order, JavaScript's number text, -0 as 0. Throws ERR_JSON_INVALID
 * for anything that is not JSON: numbers that are not finite, undefined, lone surrogates, objects with a class.
 */
export function canonical(value: JsonValue): string {
  return serialize(value, '')
}

/** The canonical text of a value in UTF-8. */
export function writeJson(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(canonical(value))
}

/** Whether every object has its keys in UTF-16 order. */
function isOrdered(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return (value as readonly JsonValue[]).every(isOrdered)
  const keys = Object.keys(value)
  return keys.every((key, i) => i === 0 || key > keys[i - 1]!) && Object.values(value).every(isOrdered)
}

function checkCanonical(value: JsonValue, text: string, at: string): void {
  // The engine's own text, which is canonical but for the order of keys and for lone surrogates, written \u.
  if (JSON.stringify(value) === text && !text.includes('\\u') && isOrdered(value)) return
  const wanted = serialize(value, at)
  if (wanted === text) return
  let position = 0
  while (wanted[position] === text[position]) position++
  throw new BundleError(
    'ERR_JSON_NOT_CANONICAL',
    `expected canonical JSON, got other text from character ${position} on`,
    at,
  )
}

/**
 * The value of a canonical JSON entry. Throws ERR_LIMIT (size, depth, values), ERR_JSON_INVALID (not UTF-8, a byte order mark, not
 * JSON, a number beyond float64, a lone surrogate) and ERR_JSON_NOT_CANONICAL (duplicate keys among others).
 */
export function readJson(bytes: Uint8Array, at: string, limits: Limits): JsonValue {
  const { value, text } = parseJson(bytes, at, limits, 'ERR_JSON_INVALID')
  checkCanonical(value, text, at)
  return value
}
