import { datetimePattern } from './datetime-pattern.js'
import type { Schema } from './document.js'
import type {
  DatetimeInput,
  Described,
  FloatInput,
  Input,
  Int64Input,
  NumberListInput,
  NumberMapInput,
  Range,
  RangedInput,
  StringInput,
  StringListInput,
  StringMapInput,
} from './input.js'

export type JsonSchema = Readonly<Record<string, unknown>>

// Half a unit above the largest float32: from here on, numbers round to an infinity.
const float32Overflow = 3.4028235677973366e38

const anyOf = (...schemas: readonly JsonSchema[]): JsonSchema =>
  schemas.length === 1 ? schemas[0]! : { anyOf: schemas }

/** The values for which the policy of the type has other conditions than `wrong_type`. */
function ofType(input: Input): JsonSchema {
  switch (input.type) {
    case 'float64':
    case 'float32':
      return { type: 'number' }
    case 'int64':
      return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
    case 'bool':
      return { type: 'boolean' }
    case 'string':
      return { type: 'string' }
    case 'datetime':
      return input.encoding === 'text' ? anyOf({ const: '' }, filledDatetime(input)) : epoch(input, null)
    case 'number_list':
      return anyOf(otherLength(input), { ...ofSize(input), items: { type: ['number', 'null'] } })
    case 'string_list':
      return anyOf(otherCount(input), { ...ofCount(input), items: { type: 'string' } })
    case 'number_map':
      return ofKeys(input, { type: ['number', 'null'] }, [], true)
    case 'string_map':
      return ofKeys(input, { type: 'string' }, [], true)
  }
}

function inRange({ range }: RangedInput): JsonSchema {
  return {
    ...(range !== null && range.min !== null && { [range.min_open ? 'exclusiveMinimum' : 'minimum']: range.min }),
    ...(range !== null && range.max !== null && { [range.max_open ? 'exclusiveMaximum' : 'maximum']: range.max }),
  }
}

function floats(input: FloatInput | NumberListInput | NumberMapInput): JsonSchema {
  const { policy, range } = input
  const within = policy.out_of_range === 'error' ? inRange(input) : {}
  if (policy.beyond_float32 !== 'error') {
    const limited = Object.keys(within).length > 0
    const beyondFloat32 = { anyOf: [{ minimum: float32Overflow }, { maximum: -float32Overflow }] }
    return limited ? { type: 'number', anyOf: [within, beyondFloat32] } : { type: 'number' }
  }
  const limit = policy.out_of_range === 'error' ? range : null
  return {
    type: 'number',
    ...within,
    ...((limit?.min ?? -Infinity) <= -float32Overflow && { exclusiveMinimum: -float32Overflow }),
    ...((limit?.max ?? Infinity) >= float32Overflow && { exclusiveMaximum: float32Overflow }),
  }
}

function integers(input: Int64Input): JsonSchema {
  return { ...ofType(input), ...(input.policy.out_of_range === 'error' && inRange(input)) }
}

function strings({ categories, length, policy }: StringInput): JsonSchema {
  const emptyAllowed = policy.empty !== 'error'
  if (categories !== null && policy.unseen_category === 'error') {
    const listed = [...(emptyAllowed ? [''] : []), ...categories.filter((category) => category !== '')]
    return listed.length === 0 ? { not: {} } : { enum: listed }
  }
  const limits = categories === null && policy.wrong_length === 'error' ? length : null
  const minLength = Math.max(limits?.min ?? 0, 1)
  const filled = { type: 'string', minLength, ...(limits !== null && limits.max !== null && { maxLength: limits.max }) }
  if (!emptyAllowed) return filled
  return minLength === 1 && filled.maxLength === undefined ? { type: 'string' } : anyOf({ const: '' }, filled)
}

function filledDatetime({ zoned }: DatetimeInput): JsonSchema {
  return { type: 'string', pattern: datetimePattern(zoned) }
}

const perUnit = { seconds: 1e6, milliseconds: 1e3, microseconds: 1 } as const

/** Numbers in the unit of the encoding, within `limits` in microseconds. */
function epoch({ encoding }: DatetimeInput, limits: Range | null): JsonSchema {
  const scale = encoding === 'text' ? 1 : perUnit[encoding]
  return {
    type: 'number',
    [limits?.min_open ? 'exclusiveMinimum' : 'minimum']: (limits?.min ?? Number.MIN_SAFE_INTEGER) / scale,
    [limits?.max_open ? 'exclusiveMaximum' : 'maximum']: (limits?.max ?? Number.MAX_SAFE_INTEGER) / scale,
  }
}

function datetimes(input: DatetimeInput): JsonSchema {
  if (input.encoding !== 'text') return epoch(input, input.policy.out_of_range === 'error' ? input.range : null)
  return input.policy.empty === 'error' ? filledDatetime(input) : ofType(input)
}

function ofSize({ size }: NumberListInput): JsonSchema {
  return { type: 'array', minItems: size, maxItems: size }
}

function otherLength({ size }: NumberListInput): JsonSchema {
  return { type: 'array', anyOf: [{ maxItems: size - 1 }, { minItems: size + 1 }] }
}

function numberItem(input: NumberListInput | NumberMapInput): JsonSchema {
  return anyOf(floats(input), ...(input.policy.nan === 'error' ? [] : [{ type: 'null' }]))
}

function numberLists(input: NumberListInput): JsonSchema {
  const { wrong_length: onWrongLength } = input.policy
  return anyOf(
    { ...ofSize(input), items: numberItem(input) },
    ...(onWrongLength === 'error' ? [] : [otherLength(input)]),
  )
}

function ofCount({ length }: StringListInput): JsonSchema & { readonly type: 'array' } {
  return {
    type: 'array',
    ...(length !== null && { minItems: length.min }),
    ...(length !== null && length.max !== null && { maxItems: length.max }),
  }
}

function otherCount({ length }: StringListInput): JsonSchema {
  if (length === null) return { not: {} }
  const fewer = length.min > 0 ? [{ maxItems: length.min - 1 }] : []
  const more = length.max === null ? [] : [{ minItems: length.max + 1 }]
  return fewer.length + more.length === 0 ? { not: {} } : { type: 'array', anyOf: [...fewer, ...more] }
}

function stringLists(input: StringListInput): JsonSchema {
  const { unseen_category: onUnseen, wrong_length: onWrongLength } = input.policy
  const closed = input.categories !== null && onUnseen === 'error'
  const items = !closed ? { type: 'string' } : input.categories.length === 0 ? { not: {} } : { enum: input.categories }
  return anyOf({ ...ofCount(input), items }, ...(onWrongLength === 'error' ? [] : [otherCount(input)]))
}

function ofKeys(
  { keys }: NumberMapInput | StringMapInput,
  member: JsonSchema,
  required: readonly string[],
  more: boolean,
): JsonSchema {
  const properties = Object.fromEntries(keys.map((key) => [key, member]))
  return { type: 'object', properties, required, additionalProperties: more }
}

function maps(input: NumberMapInput | StringMapInput, member: JsonSchema): JsonSchema {
  const { absent_key: onAbsent, unseen_key: onUnseen } = input.policy
  return ofKeys(input, member, onAbsent === 'error' ? input.keys : [], onUnseen !== 'error')
}

function valid(input: Input): JsonSchema {
  switch (input.type) {
    case 'float64':
    case 'float32':
      return floats(input)
    case 'int64':
      return integers(input)
    case 'bool':
      return ofType(input)
    case 'string':
      return strings(input)
    case 'datetime':
      return datetimes(input)
    case 'number_list':
      return numberLists(input)
    case 'string_list':
      return stringLists(input)
    case 'number_map':
      return maps(input, numberItem(input))
    case 'string_map':
      return maps(input, { type: 'string' })
  }
}

function accepted(input: Input): JsonSchema {
  const { null: onNull, wrong_type: onWrongType } = input.policy
  return anyOf(
    valid(input),
    ...(onNull === 'error' ? [] : [{ type: 'null' }]),
    ...(onWrongType === 'error' ? [] : [{ not: anyOf(ofType(input), { type: 'null' }) }]),
  )
}

export function documentation({ description, unit }: Described): JsonSchema {
  const parts = [...(description === null ? [] : [description]), ...(unit === null ? [] : [`Unit: ${unit}`])]
  return parts.length === 0 ? {} : { description: parts.join('\n') }
}

function examples({ example }: Input): JsonSchema {
  const sayable = example !== null && (typeof example !== 'number' || Number.isFinite(example))
  return sayable ? { examples: [example] } : {}
}

/**
 * JSON Schema 2020-12 of the records that are not refused. It differs from the validator where JSON Schema can't say the rule; the
 * exceptions are in spec/schema.md.
 */
export function inputJsonSchema({ inputs, unknown_keys }: Schema): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(
      inputs.map((input) => [input.name, { ...documentation(input), ...accepted(input), ...examples(input) }]),
    ),
    required: inputs.filter(({ policy }) => policy.absent === 'error').map(({ name }) => name),
    additionalProperties: unknown_keys === 'ignore',
  }
}
