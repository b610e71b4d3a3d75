import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import {
  bool,
  choice,
  either,
  fields,
  integer,
  list,
  nullable,
  number,
  scalar,
  text,
  variant,
  type Shape,
} from '../json/shape.js'
import { checkSchema } from './check.js'

/** `v` is used instead. */
export interface Replacement<V> {
  readonly value: V
}
type Refusable<V> = 'error' | 'missing' | Replacement<V>
type Keepable<V> = Refusable<V> | 'keep'

/** A bound is part of the range unless it is open; null is no bound. */
export interface Range {
  readonly min: number | null
  readonly max: number | null
  readonly min_open: boolean
  readonly max_open: boolean
}

interface Described {
  readonly name: string
  readonly description: string | null
  readonly unit: string | null
}

interface AnyInput extends Described {
  readonly owner: string | null
  readonly example: string | number | boolean | null
  /** Texts that mean missing where a record comes from text. */
  readonly missing_text: readonly string[]
}

export interface FloatInput<T extends 'float64' | 'float32' = 'float64' | 'float32'> extends AnyInput {
  readonly type: T
  readonly range: Range | null
  readonly policy: {
    readonly absent: Refusable<number>
    readonly null: Refusable<number>
    readonly wrong_type: Refusable<number>
    readonly nan: Keepable<number>
    readonly infinite: Keepable<number>
    readonly beyond_float32: Keepable<number>
    readonly out_of_range: Keepable<number> | 'clip'
  }
}

export interface Int64Input extends AnyInput {
  readonly type: 'int64'
  readonly range: Range | null
  readonly policy: {
    readonly absent: Refusable<number>
    readonly null: Refusable<number>
    readonly wrong_type: Refusable<number>
    readonly nan: Keepable<number>
    readonly out_of_range: Keepable<number> | 'clip'
  }
}

export interface BoolInput extends AnyInput {
  readonly type: 'bool'
  readonly policy: {
    readonly absent: Refusable<boolean>
    readonly null: Refusable<boolean>
    readonly wrong_type: Refusable<boolean>
  }
}

export interface StringInput extends AnyInput {
  readonly type: 'string'
  readonly categories: readonly string[] | null
  /** In code points. */
  readonly length: { readonly min: number; readonly max: number | null } | null
  readonly format: string | null
  readonly policy: {
    readonly absent: Refusable<string>
    readonly null: Refusable<string>
    readonly wrong_type: Refusable<string>
    readonly empty: Keepable<string>
    readonly unseen_category: Keepable<string>
    readonly wrong_length: Keepable<string>
  }
}

export type Input = FloatInput<'float64'> | FloatInput<'float32'> | Int64Input | BoolInput | StringInput
export type InputType = Input['type']

export type OutputType = 'float64' | 'float32' | 'int64' | 'bool' | 'string'

export interface Output extends Described {
  readonly type: OutputType
  readonly meaning: 'label' | 'probabilities' | 'value' | 'decision' | 'score' | 'cluster' | 'features'
  readonly form: 'value' | 'list' | 'object'
  /** One key per cell with form `object`, else null. */
  readonly keys: readonly string[] | null
}

/** What spec/schema.md says of schema.json. */
export interface Schema {
  readonly inputs: readonly Input[]
  readonly unknown_keys: 'ignore' | 'error'
  readonly outputs: readonly Output[]
}

const described = { name: text(1), description: nullable(text()), unit: nullable(text()) }
const anyInput = { ...described, owner: nullable(text()), example: nullable(scalar), missing_text: list(text()) }
const range = nullable(fields({ min: nullable(number()), max: nullable(number()), min_open: bool, max_open: bool }))
const length = nullable(fields({ min: integer(0), max: nullable(integer(0)) }))

const safeInteger = integer(Number.MIN_SAFE_INTEGER)
const refusable = choice('error', 'missing')
const keepable = choice('error', 'missing', 'keep')
const clippable = choice('error', 'missing', 'keep', 'clip')
const real = fields({ value: number() })
const integral = fields({ value: safeInteger })
const truth = fields({ value: bool })
const string = fields({ value: text() })

const floatPolicy = fields({
  absent: either(refusable, real),
  null: either(refusable, real),
  wrong_type: either(refusable, real),
  nan: either(keepable, real),
  infinite: either(keepable, real),
  beyond_float32: either(keepable, real),
  out_of_range: either(clippable, real),
})

const shape = fields({
  inputs: list(
    variant('type', {
      float64: fields({ ...anyInput, type: choice('float64'), range, policy: floatPolicy }),
      float32: fields({ ...anyInput, type: choice('float32'), range, policy: floatPolicy }),
      int64: fields({
        ...anyInput,
        type: choice('int64'),
        range,
        policy: fields({
          absent: either(refusable, integral),
          null: either(refusable, integral),
          wrong_type: either(refusable, integral),
          nan: either(keepable, integral),
          out_of_range: either(clippable, integral),
        }),
      }),
      bool: fields({
        ...anyInput,
        type: choice('bool'),
        policy: fields({
          absent: either(refusable, truth),
          null: either(refusable, truth),
          wrong_type: either(refusable, truth),
        }),
      }),
      string: fields({
        ...anyInput,
        type: choice('string'),
        categories: nullable(list(text())),
        length,
        format: nullable(text()),
        policy: fields({
          absent: either(refusable, string),
          null: either(refusable, string),
          wrong_type: either(refusable, string),
          empty: either(keepable, string),
          unseen_category: either(keepable, string),
          wrong_length: either(keepable, string),
        }),
      }),
    }),
  ),
  unknown_keys: choice('ignore', 'error'),
  outputs: list(
    fields({
      ...described,
      type: choice('float64', 'float32', 'int64', 'bool', 'string'),
      meaning: choice('label', 'probabilities', 'value', 'decision', 'score', 'cluster', 'features'),
      form: choice('value', 'list', 'object'),
      keys: nullable(list(text())),
    }),
  ),
})

/** The form of schema.json. */
export const schemaShape: Shape = shape

/** schema.json, checked and deeply frozen; throws ERR_SCHEMA_INVALID with the exact place below `at`. */
export function decodeSchema(value: JsonValue, at: string): Schema {
  const schema: Schema = decode(shape, value, at, plainContext('ERR_SCHEMA_INVALID'))
  checkSchema(schema, at)
  return freeze(schema)
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part as object)
  return Object.freeze(value)
}
