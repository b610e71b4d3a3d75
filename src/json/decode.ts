import { BundleError, pointer, quote } from '../errors.js'
import { decodeNumber, isObject, refuse, type Context } from './context.js'
import type { JsonValue } from './canonical.js'
import { untagNumber } from './number.js'
import type { Decoded, Shape } from './shape.js'

function decodeFields(
  shape: Extract<Shape, { type: 'fields' }>,
  value: JsonValue,
  at: string,
  context: Context,
): unknown {
  if (!isObject(value)) return refuse(context, 'an object', value, at)
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape.fields, key))
      throw new BundleError(context.code, `unknown key ${quote(key)}`, pointer(at, key))
  }
  const decoded: Record<string, unknown> = {}
  for (const key of Object.keys(shape.fields)) {
    if (!Object.hasOwn(value, key)) throw new BundleError(context.code, `missing key ${quote(key)}`, at)
    decoded[key] = decodeAny(shape.fields[key] as Shape, value[key]!, `${at}/${key}`, context) // no name of a field needs escapes
  }
  return decoded
}

function decodeVariant(
  { by, cases }: Extract<Shape, { type: 'variant' }>,
  value: JsonValue,
  at: string,
  context: Context,
): unknown {
  if (!isObject(value)) return refuse(context, 'an object', value, at)
  const names = Object.keys(cases)
  const found =
    by === null ? names.find((name) => Object.hasOwn(value, name)) : Object.hasOwn(value, by) ? value[by] : undefined
  if (typeof found !== 'string' || !names.includes(found)) {
    return by === null
      ? refuse(context, `an object with the key ${names.join(' or ')}`, value, at)
      : refuse(context, names.join(' or '), found, pointer(at, by))
  }
  return decodeAny(cases[found] as Shape, value, at, context)
}

function decodeAny(shape: Shape, value: JsonValue, at: string, context: Context): unknown {
  switch (shape.type) {
    case 'text':
      return typeof value === 'string' && value.length >= shape.min
        ? value
        : refuse(context, shape.min > 0 ? 'a non-empty string' : 'a string', value, at)
    case 'integer':
      return Number.isInteger(value) && (value as number) >= shape.min && (value as number) <= shape.max
        ? value
        : refuse(context, `an integer from ${shape.min} to ${shape.max}`, value, at)
    case 'number':
      return decodeNumber(value, shape.nonFinite, at, context)
    case 'bool':
      return typeof value === 'boolean' ? value : refuse(context, 'true or false', value, at)
    case 'choice':
      return shape.choices.includes(value as string) ? value : refuse(context, shape.choices.join(' or '), value, at)
    case 'scalar':
      return typeof value === 'string' || typeof value === 'boolean'
        ? value
        : (untagNumber(value) ?? refuse(context, 'a string, number or boolean', value, at))
    case 'nothing':
      return value === null ? null : refuse(context, 'null', value, at)
    case 'json':
      return value
    case 'nullable':
      return value === null ? null : decodeAny(shape.of as Shape, value, at, context)
    case 'list':
      if (!Array.isArray(value) || value.length < shape.min) {
        return refuse(context, shape.min > 0 ? `an array of at least ${shape.min}` : 'an array', value, at)
      }
      return value.map((item, i) => decodeAny(shape.of as Shape, item, `${at}/${i}`, context))
    case 'dictionary':
      if (!isObject(value)) return refuse(context, 'an object', value, at)
      return new Map(
        Object.keys(value).map((key) => [key, decodeAny(shape.of as Shape, value[key]!, pointer(at, key), context)]),
      )
    case 'fields':
      return decodeFields(shape, value, at, context)
    case 'either':
      return decodeAny((isObject(value) ? shape.object : shape.plain) as Shape, value, at, context)
    case 'variant':
      return decodeVariant(shape, value, at, context)
    case 'numbers':
    case 'strings':
    case 'values':
      return shape.decode(value, at, context)
  }
}

/** `value` as `shape` says it is, or throws `context.code` with the place, what was expected and what was got. */
export function decode<S extends Shape>(shape: S, value: JsonValue, at: string, context: Context): Decoded<S> {
  return decodeAny(shape, value, at, context) as Decoded<S>
}
