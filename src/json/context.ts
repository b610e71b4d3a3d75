import { mismatch, quote, type ErrorCode } from '../errors.js'
import type { JsonValue } from './canonical.js'
import { untagNumber } from './number.js'

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
    mismatch(code, `${expected} values`, got, at)
  }
  widths.set(name, got)
}

export type JsonObject = { readonly [key: string]: JsonValue }

/** Throws the context's code. */
export function refuse(context: Context, expected: string, value: unknown, at: string): never {
  mismatch(context.code, expected, quote(value), at)
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A number, or with `nonFinite` a tagged one. */
export function decodeNumber(value: JsonValue, nonFinite: boolean, at: string, context: Context): number {
  const x = untagNumber(value)
  if (x === undefined || (!nonFinite && typeof value !== 'number')) {
    return refuse(context, nonFinite ? 'a number' : 'a finite number', value, at)
  }
  return x
}
