import { mismatch, quote } from '../errors.js'
import type { Shape } from '../json/shape.js'
import type { Input, InputTypeName } from '../schema/input.js'
import type { Output } from '../schema/output.js'
import { allTypes } from '../schema/types/index.js'
import { checkObject } from './argument.js'
import { plain } from './plain.js'

type InputOf<T extends InputTypeName> = Extract<Input, { readonly type: T }>

/** What has no default: the size of a list, the keys of a map. */
type Needed<T extends InputTypeName> = Extract<keyof InputOf<T>, 'size' | 'keys'>

/** What may be said of an input, and what must. */
export type InputOptions<T extends InputTypeName> = Partial<Omit<InputOf<T>, 'name' | 'type' | 'policy' | Needed<T>>> &
  Pick<InputOf<T>, Needed<T>> & { readonly policy?: Partial<InputOf<T>['policy']> }

type OptionsOf<T extends InputTypeName> = [Needed<T>] extends [never]
  ? [options?: InputOptions<T>]
  : [options: InputOptions<T>]

type Fields = Readonly<Record<string, Shape>>

function fieldsOf(type: InputTypeName): Fields {
  const found = allTypes.find((one) => one.type === type)
  if (found === undefined) {
    mismatch('ERR_ARGUMENT', `a type of ${allTypes.map((one) => one.type).join(', ')}`, quote(type))
  }
  return (found.shape as unknown as { readonly fields: Fields }).fields
}

/** The strictest policy: whatever is not a value of the type is an error. */
function strictest(policy: Shape): object {
  const { fields } = policy as unknown as { readonly fields: Fields }
  return Object.fromEntries(Object.keys(fields).map((condition) => [condition, 'error']))
}

/** What a field is when nothing is said of it, or undefined where something must be. */
function blank(shape: Shape): null | false | string | undefined {
  if (shape.type === 'nullable') return null
  if (shape.type === 'bool') return false
  return shape.type === 'choice' ? shape.choices[0] : undefined
}

/**
 * An input of the schema. Each condition of its policy that is left out is an error: the key absent, null, NaN, a wrong type, a
 * value out of range. An empty text, of a CSV cell say, means missing. A datetime is a text without a zone, items are float64, and
 * whatever may be null is null, unless it is said.
 */
export function input<const T extends InputTypeName>(
  name: string,
  type: T,
  ...[given = {} as InputOptions<T>]: OptionsOf<T>
): InputOf<T> {
  const options = plain(given, '')
  checkObject(options, '')
  checkObject(options.policy ?? {}, '/policy')
  const { policy, ...own } = fieldsOf(type)
  const blanks = Object.entries(own).flatMap(([key, shape]) => {
    const value = blank(shape)
    return value === undefined ? [] : [[key, value]]
  })
  return {
    ...Object.fromEntries(blanks),
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
  const given = plain(options, '')
  checkObject(given, '')
  const { keys = null, form = keys === null ? 'value' : 'object', description = null, unit = null } = given
  return { name, type, meaning, form, keys, description, unit } as Output
}
