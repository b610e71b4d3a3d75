import { BundleError, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import { freeze } from '../json/freeze.js'
import { choice, fields, list, nothing, text, variant, type Shape } from '../json/shape.js'
import { checkSchema } from './check.js'
import type { Input } from './input.js'
import { described, type InputType } from './input-type.js'
import type { Output } from './output.js'

/** What spec/schema.md says of schema.json. */
export interface Schema {
  readonly inputs: readonly Input[]
  readonly unknown_keys: 'ignore' | 'error'
  readonly outputs: readonly Output[]
}

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

/** The form of schema.json, of inputs of these types. */
export function schemaShape(types: readonly InputType[]): Shape {
  return fields({
    inputs: list(variant('type', Object.fromEntries(types.map(({ type, shape }) => [type, shape])))),
    unknown_keys: choice('ignore', 'error'),
    outputs: list(output),
  })
}

/** Types that a reader may do without. */
const optional: readonly unknown[] = ['datetime', 'number_list', 'string_list', 'number_map', 'string_map']

/** Refuses inputs that another reader would take before it is said what this one expects. */
function checkTypes(value: JsonValue, types: readonly InputType[], at: string): void {
  const { inputs } = Object(value) as { readonly inputs?: unknown }
  if (!Array.isArray(inputs)) return
  inputs.forEach((input: unknown, i) => {
    const { type } = Object(input) as { readonly type?: unknown }
    if (!optional.includes(type) || types.some((known) => known.type === type)) return
    const message = `no inputs of type ${quote(type)} here: pass it in \`types\`, from skewless/types`
    throw new BundleError('ERR_VERSION', message, pointer(at, 'inputs', i, 'type'))
  })
}

/**
 * schema.json, checked and deeply frozen; throws ERR_SCHEMA_INVALID with the exact place below `at`, and ERR_VERSION for inputs of a
 * type that is not among `types`.
 */
export function decodeSchema(value: JsonValue, types: readonly InputType[], at: string): Schema {
  checkTypes(value, types, at)
  const schema = decode(schemaShape(types), value, at, plainContext('ERR_SCHEMA_INVALID')) as Schema
  checkSchema(schema, at)
  return freeze(schema)
}
