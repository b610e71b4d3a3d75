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
  type Shape,
} from '../json/shape.js'
import type { Input, InputTypeName } from './input.js'
import type { InputEncoder } from './input-encoder.js'

type InputOf<T extends InputTypeName> = Extract<Input, { readonly type: T }>
type Fields = Readonly<Record<string, Shape>>

/** One type of inputs: a row of the table that a schema is read with. */
export interface InputType {
  readonly type: InputTypeName
  /** Its inputs' form in schema.json. */
  readonly shape: Shape
  /** Prepares an input of the type. */
  encoder(input: Input): InputEncoder
}

/** What inputs and outputs have in schema.json. */
export const described: Fields = { name: text(1), description: nullable(text()), unit: nullable(text()) }

const anyInput = { ...described, owner: nullable(text()), example: nullable(scalar), missing_text: list(text()) }

export const range: Shape = /* @__PURE__ */ nullable(
  /* @__PURE__ */ fields({
    min: /* @__PURE__ */ nullable(/* @__PURE__ */ number()),
    max: /* @__PURE__ */ nullable(/* @__PURE__ */ number()),
    min_open: bool,
    max_open: bool,
  }),
)
export const length: Shape = /* @__PURE__ */ nullable(
  /* @__PURE__ */ fields({
    min: /* @__PURE__ */ integer(0),
    max: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(0)),
  }),
)

/** Actions of a policy. */
export const refusable: Shape = /* @__PURE__ */ choice('error', 'missing')
export const keepable: Shape = /* @__PURE__ */ choice('error', 'missing', 'keep')
export const clippable: Shape = /* @__PURE__ */ choice('error', 'missing', 'keep', 'clip')

/** Replacements that a policy may have in place of an action. */
export const real: Shape = /* @__PURE__ */ fields({ value: /* @__PURE__ */ number() })
export const integral: Shape = /* @__PURE__ */ fields({
  value: /* @__PURE__ */ integer(Number.MIN_SAFE_INTEGER),
})
export const string: Shape = /* @__PURE__ */ fields({ value: /* @__PURE__ */ text() })
export const reals: Shape = /* @__PURE__ */ fields({ value: /* @__PURE__ */ list(/* @__PURE__ */ number()) })
export const texts: Shape = /* @__PURE__ */ fields({ value: /* @__PURE__ */ list(/* @__PURE__ */ text()) })

/** The policy of floats, alone or in lists and maps. */
export const floatPolicy: Fields = {
  nan: /* @__PURE__ */ either(keepable, real),
  infinite: /* @__PURE__ */ either(keepable, real),
  beyond_float32: /* @__PURE__ */ either(keepable, real),
  out_of_range: /* @__PURE__ */ either(clippable, real),
}

/** A type whose inputs have, besides what every input has, the fields `own`, and policies for a value as a whole and `policies`. */
/* @__NO_SIDE_EFFECTS__ */ export function defineType<const T extends InputTypeName>(
  type: T,
  encoder: (input: InputOf<T>) => InputEncoder,
  own: Fields,
  replacement: Shape,
  ...policies: readonly Fields[]
): InputType {
  const whole = either(refusable, replacement)
  const policy = fields(Object.assign({ absent: whole, null: whole, wrong_type: whole }, ...policies) as Fields)
  return {
    type,
    encoder: encoder as InputType['encoder'],
    shape: fields({ ...anyInput, type: choice(type), ...own, policy }),
  }
}
