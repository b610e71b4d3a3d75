import { BundleError, pointer, quote, type ErrorCode } from '../errors.js'
import { untagNumber } from './number.js'
import type { JsonValue } from './canonical.js'
import type { Decoded, Shape } from './shape.js'

/** A named numeric array, row-major, as tensors.safetensors holds it. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

/** What width names stand for in one node: the first use says, every other use must agree. */
export type Widths = Map<string, number>

/** What decoding needs besides the value: the code of a refusal, and what references point to. */
export interface Context {
  readonly code: ErrorCode
  readonly tensors: ReadonlyMap<string, NumberArray>
  readonly strings: ReadonlyMap<string, readonly (string | null)[]>
  readonly widths: Widths
  /** What references may still take, counted down; see `references` of the limits. */
  readonly budget: { left: number }
}

/** A context for documents that refer to nothing. */
export function plainContext(code: ErrorCode): Context {
  return { code, tensors: new Map(), strings: new Map(), widths: new Map(), budget: { left: 0 } }
}

/** Notes or checks the width called `name`. */
export function checkWidth(widths: Widths, name: string, got: number, code: ErrorCode, at: string): void {
  const expected = widths.get(name)
  if (expected !== undefined && got !== expected) {
    throw new BundleError(code, `expected ${expected} values, got ${got}`, at)
  }
  widths.set(name, got)
}

type JsonObject = { readonly [key: string]: JsonValue }

function refuse(context: Context, expected: string, value: unknown, at: string): never {
  throw new BundleError(context.code, `expected ${expected}, got ${quote(value)}`, at)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The name in an object whose only key is `key`, or undefined. */
function reference(value: JsonValue, key: '$tensor' | '$strings'): string | undefined {
  if (!isObject(value) || !Object.hasOwn(value, key) || Object.keys(value).length !== 1) return undefined
  const name = value[key]
  return typeof name === 'string' ? name : undefined
}

function resolve<T>(from: ReadonlyMap<string, T>, name: string, entry: string, at: string): T {
  const found = from.get(name)
  if (found === undefined) throw new BundleError('ERR_REF_UNKNOWN', `${entry} has no ${quote(name)}`, at)
  return found
}

function charge({ budget }: Context, count: number, at: string): void {
  budget.left -= count
  if (budget.left < 0) {
    throw new BundleError('ERR_LIMIT', `references take ${-budget.left} elements more than the limit allows`, at)
  }
}

/** The tensor's own numbers where they are float64 already: nothing ever writes to them. */
function toNumbers(data: NumberArray['data'], at: string, context: Context): Float64Array {
  if (data instanceof Float64Array) return data
  const numbers = new Float64Array(data.length)
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!
    numbers[i] = Number(x)
    if (typeof x === 'bigint' && !Number.isSafeInteger(numbers[i])) refuse(context, 'a safe integer', x, pointer(at, i))
  }
  return numbers
}

function decodeNumber(value: JsonValue, nonFinite: boolean, at: string, context: Context): number {
  const x = untagNumber(value)
  if (x === undefined || (!nonFinite && typeof value !== 'number')) {
    return refuse(context, nonFinite ? 'a number' : 'a finite number', value, at)
  }
  return x
}

function decodeTensor(
  shape: readonly string[],
  nonFinite: boolean,
  name: string,
  at: string,
  context: Context,
): Float64Array {
  const tensor = resolve(context.tensors, name, 'tensors.safetensors', at)
  if (tensor.shape.length !== shape.length) refuse(context, `${shape.length} dimensions`, tensor.shape, at)
  shape.forEach((axis, i) => checkWidth(context.widths, axis, tensor.shape[i]!, context.code, at))
  charge(context, tensor.data.length, at)
  const numbers = toNumbers(tensor.data, at, context)
  if (!nonFinite) {
    const bad = numbers.findIndex((x) => !Number.isFinite(x))
    if (bad >= 0) refuse(context, 'a finite number', numbers[bad], pointer(at, bad))
  }
  return numbers
}

function decodeNumbers(
  shape: readonly string[],
  nonFinite: boolean,
  value: JsonValue,
  at: string,
  context: Context,
): Float64Array {
  const name = reference(value, '$tensor')
  if (name !== undefined) return decodeTensor(shape, nonFinite, name, at, context)
  const flat: number[] = []
  const collect = (depth: number, level: JsonValue, where: string): void => {
    if (depth === shape.length) return void flat.push(decodeNumber(level, nonFinite, where, context))
    if (!Array.isArray(level)) return refuse(context, 'an array', level, where)
    checkWidth(context.widths, shape[depth]!, level.length, context.code, where)
    level.forEach((item, i) => collect(depth + 1, item, pointer(where, i)))
  }
  collect(0, value, at)
  return Float64Array.from(flat)
}

function decodeStrings(value: JsonValue, nulls: boolean, at: string, context: Context): readonly (string | null)[] {
  const name = reference(value, '$strings')
  const items = name === undefined ? value : resolve(context.strings, name, 'strings.json', at)
  if (!Array.isArray(items)) return refuse(context, 'an array of strings', value, at)
  if (name !== undefined) charge(context, 16 * items.length, at)
  items.forEach((item, i) => {
    if (typeof item !== 'string' && !(nulls && item === null)) {
      refuse(context, nulls ? 'a string or null' : 'a string', item, pointer(at, i))
    }
  })
  return items
}

function requireDistinct(items: readonly unknown[], at: string, context: Context): void {
  const seen = new Set<unknown>()
  items.forEach((item, i) => {
    if (seen.has(item)) refuse(context, 'distinct values', item, pointer(at, i))
    seen.add(item)
  })
}

function decodeValues(value: JsonValue, at: string, context: Context): readonly (string | null)[] | readonly number[] {
  const name = reference(value, '$tensor')
  if (name !== undefined) return [...decodeTensor([`${at} length`], true, name, at, context)]
  const numeric = Array.isArray(value) && value.length > 0 && untagNumber(value[0]!) !== undefined
  if (!numeric) return decodeStrings(value, true, at, context)
  return value.map((item, i) => decodeNumber(item, true, pointer(at, i), context))
}

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
  return Object.fromEntries(
    Object.entries(shape.fields).map(([key, field]) => {
      if (!Object.hasOwn(value, key)) throw new BundleError(context.code, `missing key ${quote(key)}`, at)
      return [key, decodeAny(field as Shape, value[key]!, pointer(at, key), context)]
    }),
  )
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
    case 'json':
      return value
    case 'nullable':
      return value === null ? null : decodeAny(shape.of as Shape, value, at, context)
    case 'list':
      if (!Array.isArray(value) || value.length < shape.min) {
        return refuse(context, shape.min > 0 ? `an array of at least ${shape.min}` : 'an array', value, at)
      }
      return value.map((item, i) => decodeAny(shape.of as Shape, item, pointer(at, i), context))
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
      return decodeNumbers(shape.shape, shape.nonFinite, value, at, context)
    case 'strings': {
      const items = decodeStrings(value, shape.nulls, at, context)
      if (items.length < shape.min) refuse(context, `at least ${shape.min} strings`, items, at)
      requireDistinct(items, at, context)
      return items
    }
    case 'values': {
      const items = decodeValues(value, at, context)
      if (shape.distinct) requireDistinct(items, at, context)
      return items
    }
  }
}

/** `value` as `shape` says it is, or throws `context.code` with the place, what was expected and what was got. */
export function decode<S extends Shape>(shape: S, value: JsonValue, at: string, context: Context): Decoded<S> {
  return decodeAny(shape, value, at, context) as Decoded<S>
}
