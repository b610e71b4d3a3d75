import { mismatch, quote } from '../errors.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import type { Decoded, Shape } from '../json/shape.js'
import { isPlainObject } from '../json/plain-object.js'
import { toJson } from './to-json.js'

/** What was given, which is plain, as the shape says it is; throws ERR_ARGUMENT for anything else. */
export function argument<S extends Shape>(shape: S, value: unknown, at: string): Decoded<S> {
  return decode(shape, toJson(value, at), at, plainContext('ERR_ARGUMENT'))
}

/** Throws ERR_ARGUMENT for what is no array. */
export function checkList(value: unknown, at: string): void {
  if (!Array.isArray(value)) mismatch('ERR_ARGUMENT', 'an array', quote(value), at)
}

/** Throws ERR_ARGUMENT for what is no object of keys and values. */
export function checkObject(value: unknown, at: string): void {
  if (!isPlainObject(value)) mismatch('ERR_ARGUMENT', 'an object', quote(value), at)
}
