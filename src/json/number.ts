import type { JsonValue } from './canonical.js'

/** A number that JSON can't say. */
export interface TaggedNumber {
  readonly $number: 'NaN' | 'Infinity' | '-Infinity' | '-0'
}

/** A number as it stands in a document: itself, or tagged when JSON can't say it. */
export function tagNumber(x: number): number | TaggedNumber {
  if (x === 0) return 1 / x < 0 ? { $number: '-0' } : x
  if (x === Infinity) return { $number: 'Infinity' }
  if (x === -Infinity) return { $number: '-Infinity' }
  return x === x ? x : { $number: 'NaN' }
}

/** The number that a JSON value stands for; undefined when it is neither a number nor a tag with nothing beside it. */
export function untagNumber(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if (!Object.hasOwn(value, '$number') || Object.keys(value).length !== 1) return undefined
  const { $number: tag } = value as { readonly $number: JsonValue }
  return [NaN, Infinity, -Infinity, -0][['NaN', 'Infinity', '-Infinity', '-0'].indexOf(tag as string)]
}
