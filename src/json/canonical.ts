import { BundleError, mismatch, quote } from '../errors.js'
import type { Limits } from '../limits.js'
import { parseJson } from './parse.js'
import { isWellFormed } from './well-formed.js'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

type Write = (piece: string) => void

function refuse(expected: string, value: unknown, at: string): never {
  mismatch('ERR_JSON_INVALID', expected, quote(value), at)
}

function stringText(text: string, at: string): string {
  const json = JSON.stringify(text)
  if (json.length !== text.length + 2 && !isWellFormed(text)) refuse('a string without lone surrogates', text, at)
  return json
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function serializeArray(values: readonly JsonValue[], at: string, write: Write): void {
  if (values.length === 0) write('[]')
  for (let i = 0; i < values.length; i++) {
    write(i === 0 ? '[' : ',')
    serialize(values[i]!, at, write)
  }
  if (values.length > 0) write(']')
}

function serializeObject(members: { readonly [key: string]: JsonValue }, at: string, write: Write): void {
  if (!isPlain(members)) refuse('a JSON value', members, at)
  const keys = Object.keys(members).sort()
  if (keys.length === 0) write('{}')
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    write((i === 0 ? '{' : ',') + stringText(key, at) + ':')
    serialize(members[key]!, at, write)
  }
  if (keys.length > 0) write('}')
}

function serialize(value: JsonValue, at: string, write: Write): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse('a finite number', value, at)
    write(String(value))
  } else if (typeof value === 'string') write(stringText(value, at))
  else if (value === null || typeof value === 'boolean') write(String(value))
  else if (Array.isArray(value)) serializeArray(value as readonly JsonValue[], at, write)
  else if (typeof value === 'object') serializeObject(value as { readonly [key: string]: JsonValue }, at, write)
  else refuse('a JSON value', value, at)
}

/**
 * The one JSON text of a value (RFC 8785): keys in UTF-16 order, JavaScript's number text, -0 as 0. Throws ERR_JSON_INVALID
 * for anything that is not JSON: numbers that are not finite, undefined, lone surrogates, objects with a class.
 */
export function canonical(value: JsonValue): string {
  const pieces: string[] = []
  serialize(value, '', (piece) => pieces.push(piece))
  return pieces.join('')
}

/** The canonical text of a value in UTF-8. */
export function writeJson(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(canonical(value))
}

function checkCanonical(value: JsonValue, text: string, at: string): void {
  let position = 0
  const differ = (): never => {
    throw new BundleError(
      'ERR_JSON_NOT_CANONICAL',
      `expected canonical JSON, got other text from character ${position} on`,
      at,
    )
  }
  serialize(value, at, (piece) => {
    if (!text.startsWith(piece, position)) {
      for (let i = 0; text[position] === piece[i]; i++) position++
      differ()
    }
    position += piece.length
  })
  if (position !== text.length) differ()
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
