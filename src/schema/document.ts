import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import {
  bool,
  choice,
  either,
  fields,
  integer,
  json,
  list,
  nothing,
  nullable,
  number,
  scalar,
  text,
  variant,
  type Shape,
} from '../json/shape.js'
import { checkSchema } from './check.js'
import type { Input } from './input.js'
import type { Output } from './output.js'

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

const refusable = choice('error', 'missing')
const keepable = choice('error', 'missing', 'keep')
const clippable = choice('error', 'missing', 'keep', 'clip')
const real = fields({ value: number() })
const integral = fields({ value: integer(Number.MIN_SAFE_INTEGER) })
const truth = fields({ value: bool })
const string = fields({ value: text() })
const reals = fields({ value: list(number()) })
const texts = fields({ value: list(text()) })

const ofFloats = {
  nan: either(keepable, real),
  infinite: either(keepable, real),
  beyond_float32: either(keepable, real),
  out_of_range: either(clippable, real),
}
const floatPolicy = fields({
  absent: either(refusable, real),
  null: either(refusable, real),
  wrong_type: either(refusable, real),
  ...ofFloats,
})

const input = variant('type', {
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
  datetime: fields({
    ...anyInput,
    type: choice('datetime'),
    zoned: bool,
    encoding: choice('text', 'seconds', 'milliseconds', 'microseconds'),
    range,
    policy: fields({
      absent: either(refusable, integral),
      null: either(refusable, integral),
      wrong_type: either(refusable, integral),
      nan: either(refusable, integral),
      empty: either(refusable, integral),
      out_of_range: either(clippable, integral),
    }),
  }),
  number_list: fields({
    ...anyInput,
    example: nullable(json),
    type: choice('number_list'),
    items: choice('float64', 'float32'),
    size: integer(1),
    range,
    policy: fields({
      absent: either(refusable, reals),
      null: either(refusable, reals),
      wrong_type: either(refusable, reals),
      wrong_length: either(refusable, reals),
      ...ofFloats,
    }),
  }),
  string_list: fields({
    ...anyInput,
    example: nullable(json),
    type: choice('string_list'),
    categories: nullable(list(text())),
    length,
    policy: fields({
      absent: either(refusable, texts),
      null: either(refusable, texts),
      wrong_type: either(refusable, texts),
      wrong_length: either(refusable, texts),
      unseen_category: either(keepable, string),
    }),
  }),
  number_map: fields({
    ...anyInput,
    example: nullable(json),
    type: choice('number_map'),
    keys: list(text(), 1),
    items: choice('float64', 'float32'),
    range,
    policy: fields({
      absent: either(refusable, reals),
      null: either(refusable, reals),
      wrong_type: either(refusable, reals),
      absent_key: either(refusable, real),
      unseen_key: refusable,
      ...ofFloats,
    }),
  }),
  string_map: fields({
    ...anyInput,
    example: nullable(json),
    type: choice('string_map'),
    keys: list(text(), 1),
    policy: fields({
      absent: either(refusable, texts),
      null: either(refusable, texts),
      wrong_type: either(refusable, texts),
      absent_key: either(refusable, string),
      unseen_key: refusable,
    }),
  }),
})

const anyOutput = {
  ...described,
  type: choice('float64', 'float32', 'int64', 'bool', 'string'),
  meaning: choice('label', 'probabilities', 'value', 'std', 'decision', 'score', 'cluster', 'features'),
}
const group = fields({ name: text(1), keys: list(text()) })

const output = variant('form', {
  value: fields({ ...anyOutput, form: choice('value'), keys: nothing }),
  list: fields({ ...anyOutput, form: choice('list'), keys: nothing }),
  object: fields({ ...anyOutput, form: choice('object'), keys: list(text()) }),
  groups: fields({ ...anyOutput, form: choice('groups'), keys: list(group) }),
})

const shape = fields({
  inputs: list(input),
  unknown_keys: choice('ignore', 'error'),
  outputs: list(output),
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
