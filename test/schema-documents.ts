import type { JsonValue } from '../src/json/canonical.js'
import { decodeSchema, type Schema } from '../src/schema/document.js'
import { inputEncoders, type InputEncoder } from '../src/schema/input-encoder.js'
import { allTypes } from '../src/schema/types/index.js'

type Fields = Readonly<Record<string, unknown>>

const policies: Readonly<Record<string, readonly string[]>> = {
  float64: ['absent', 'null', 'wrong_type', 'nan', 'infinite', 'beyond_float32', 'out_of_range'],
  float32: ['absent', 'null', 'wrong_type', 'nan', 'infinite', 'beyond_float32', 'out_of_range'],
  int64: ['absent', 'null', 'wrong_type', 'nan', 'out_of_range'],
  bool: ['absent', 'null', 'wrong_type'],
  string: ['absent', 'null', 'wrong_type', 'empty', 'unseen_category', 'wrong_length'],
  datetime: ['absent', 'null', 'wrong_type', 'nan', 'empty', 'out_of_range'],
  number_list: ['absent', 'null', 'wrong_type', 'wrong_length', 'nan', 'infinite', 'beyond_float32', 'out_of_range'],
  string_list: ['absent', 'null', 'wrong_type', 'wrong_length', 'unseen_category'],
  number_map: [
    ...[
      'absent',
      'null',
      'wrong_type',
      'absent_key',
      'unseen_key',
      'nan',
      'infinite',
      'beyond_float32',
      'out_of_range',
    ],
  ],
  string_map: ['absent', 'null', 'wrong_type', 'absent_key', 'unseen_key'],
}

const own: Readonly<Record<string, Fields>> = {
  float64: { range: null },
  float32: { range: null },
  int64: { range: null },
  bool: {},
  string: { categories: null, length: null, format: null },
  datetime: { zoned: true, encoding: 'text', range: null },
  number_list: { items: 'float64', size: 2, range: null },
  string_list: { categories: null, length: null },
  number_map: { items: 'float64', keys: ['a', '__proto__'], range: null },
  string_map: { keys: ['a', '__proto__'] },
}

/** An input of schema.json as JSON, every policy `error` unless given. */
export function input(name: string, type: string, changes: Fields = {}, policy: Fields = {}): Fields {
  return {
    name,
    type,
    description: null,
    unit: null,
    owner: null,
    example: null,
    missing_text: [''],
    ...own[type],
    ...changes,
    policy: { ...Object.fromEntries((policies[type] ?? []).map((condition) => [condition, 'error'])), ...policy },
  }
}

/** An output of schema.json as JSON. */
export function output(name: string, type: string, form = 'value', keys: readonly unknown[] | null = null): Fields {
  return { name, type, meaning: 'value', form, keys, description: null, unit: null }
}

/** schema.json as JSON. */
export function document(inputs: readonly Fields[], outputs: readonly Fields[] = [], unknownKeys = 'ignore'): Fields {
  return { inputs, unknown_keys: unknownKeys, outputs }
}

export function schemaOf(...parts: Parameters<typeof document>): Schema {
  return decodeSchema(document(...parts) as JsonValue, allTypes, 'schema.json#')
}

export const closed = (min: number | null, max: number | null): Fields => ({
  range: { min, max, min_open: false, max_open: false },
})

export function encodersOf(schema: Schema): readonly InputEncoder[] {
  return inputEncoders(schema, allTypes)
}

/** What encoders of a schema are made of. */
export function prepared(schema: Schema): [Schema, readonly InputEncoder[]] {
  return [schema, encodersOf(schema)]
}
