import type { Shape } from '../json/shape.js'
import { schemaShape } from '../schema/document.js'
import type { Input, InputType } from '../schema/input.js'
import type { Output } from '../schema/output.js'

type InputOf<T extends InputType> = Extract<Input, { readonly type: T }>

/** What may be said of an input; what is left out is null, and `error` in the policy. */
export type InputOptions<T extends InputType> = Partial<Omit<InputOf<T>, 'name' | 'type' | 'policy'>> & {
  readonly policy?: Partial<InputOf<T>['policy']>
}

type Fields = Readonly<Record<string, Shape>>

function fieldsOf(type: InputType): Fields {
  const { inputs } = (schemaShape as unknown as { fields: { inputs: { of: { cases: Record<string, unknown> } } } })
    .fields
  return (inputs.of.cases[type] as { readonly fields: Fields }).fields
}

/** The strictest policy: whatever is not a value of the type is an error. */
function strictest(policy: Shape): object {
  const { fields } = policy as unknown as { readonly fields: Fields }
  return Object.fromEntries(Object.keys(fields).map((condition) => [condition, 'error']))
}

/**
 * An input of the schema. Each condition of its policy that is left out is an error: the key absent, null, NaN, a wrong type, a
 * value out of range. An empty text, of a CSV cell say, means missing.
 */
export function input<const T extends InputType>(name: string, type: T, options: InputOptions<T> = {}): InputOf<T> {
  const { policy, ...own } = fieldsOf(type)
  const blank = Object.fromEntries(Object.keys(own).map((key) => [key, null]))
  return {
    ...blank,
    missing_text: [''],
    ...options,
    name,
    type,
    policy: { ...strictest(policy!), ...options.policy },
  } as unknown as InputOf<T>
}

/** An output of the schema: with `keys` an object of one cell for each, else one value unless `form` says a list. */
export function output(
  name: string,
  type: Output['type'],
  meaning: Output['meaning'],
  options: Partial<Pick<Output, 'form' | 'keys' | 'description' | 'unit'>> = {},
): Output {
  const { keys = null, form = keys === null ? 'value' : 'object', description = null, unit = null } = options
  return { name, type, meaning, form, keys, description, unit } as Output
}
