import { BundleError, pointer, quote } from '../errors.js'
import { checkLimit } from '../limits.js'
import type { JsonValue } from './canonical.js'
import { checkWidth, decodeNumber, isObject, refuse, type Context, type NumberArray } from './context.js'
import { untagNumber } from './number.js'

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
  checkLimit(count, budget.left, 'more elements by references', at)
  budget.left -= count
}

/** The tensor's own numbers where they are float64 already: nothing ever writes to them. */
function toNumbers(data: NumberArray['data'], at: string, context: Context): Float64Array {
  if (data instanceof Float64Array) return data
  if (!(data instanceof BigInt64Array)) return new Float64Array(data as ArrayLike<number>)
  const numbers = Float64Array.from(data, Number)
  const bad = numbers.findIndex((x) => !Number.isSafeInteger(x))
  if (bad >= 0) refuse(context, 'a safe integer', data[bad], pointer(at, bad))
  return numbers
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
  // Whole numbers are finite.
  const floats = tensor.data instanceof Float64Array || tensor.data instanceof Float32Array
  const bad = nonFinite || !floats ? -1 : firstNotFinite(numbers)
  if (bad >= 0) refuse(context, 'a finite number', numbers[bad], pointer(at, bad))
  return numbers
}

/** A loop of its own: what asks a function for each of many numbers is slow as long as engines have no machine code for it. */
function firstNotFinite(numbers: Float64Array): number {
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! - numbers[i]! !== 0) return i
  return -1
}

/** Row-major numbers of the widths `shape`: nested arrays or a tensor. */
export function decodeNumbers(
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

/** Strings, inline or by name. */
export function decodeStrings(
  value: JsonValue,
  nulls: boolean,
  at: string,
  context: Context,
): readonly (string | null)[] {
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

/** Refuses a second item that equals an earlier one: NaN equals NaN, -0 equals 0. */
export function requireDistinct(items: readonly unknown[], at: string, context: Context): void {
  const seen = new Set<unknown>()
  items.forEach((item, i) => {
    if (seen.has(item)) refuse(context, 'distinct values', item, pointer(at, i))
    seen.add(item)
  })
}

/** Strings or numbers, inline or by name. */
export function decodeValues(
  value: JsonValue,
  at: string,
  context: Context,
): readonly (string | null)[] | readonly number[] {
  const name = reference(value, '$tensor')
  if (name !== undefined) return [...decodeTensor([`${at} length`], true, name, at, context)]
  const numeric = Array.isArray(value) && value.length > 0 && untagNumber(value[0]!) !== undefined
  if (!numeric) return decodeStrings(value, true, at, context)
  return value.map((item, i) => decodeNumber(item, true, pointer(at, i), context))
}
