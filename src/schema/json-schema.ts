import type { FloatInput, Input, Int64Input, Output, Schema, StringInput } from './document.js'

type JsonSchema = Readonly<Record<string, unknown>>

// Half a unit above the largest float32: from here on, numbers round to an infinity.
const float32Overflow = 3.4028235677973366e38
const beyondFloat32: JsonSchema = { anyOf: [{ minimum: float32Overflow }, { maximum: -float32Overflow }] }

const anyOf = (...schemas: readonly JsonSchema[]): JsonSchema =>
  schemas.length === 1 ? schemas[0]! : { anyOf: schemas }

/** The values for which the policy of the type has other conditions than `wrong_type`. */
function ofType({ type }: Input): JsonSchema {
  if (type === 'int64') {
    return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
  }
  return { type: type === 'bool' ? 'boolean' : type === 'string' ? 'string' : 'number' }
}

function inRange({ range }: FloatInput | Int64Input): JsonSchema {
  return {
    ...(range !== null && range.min !== null && { [range.min_open ? 'exclusiveMinimum' : 'minimum']: range.min }),
    ...(range !== null && range.max !== null && { [range.max_open ? 'exclusiveMaximum' : 'maximum']: range.max }),
  }
}

function floats(input: FloatInput): JsonSchema {
  const { policy, range } = input
  const within = policy.out_of_range === 'error' ? inRange(input) : {}
  if (policy.beyond_float32 !== 'error') {
    const limited = Object.keys(within).length > 0
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

function accepted(input: Input): JsonSchema {
  const ownType =
    input.type === 'string'
      ? strings(input)
      : input.type === 'int64'
        ? integers(input)
        : input.type === 'bool'
          ? ofType(input)
          : floats(input)
  const { null: onNull, wrong_type: onWrongType } = input.policy
  return anyOf(
    ownType,
    ...(onNull === 'error' ? [] : [{ type: 'null' }]),
    ...(onWrongType === 'error' ? [] : [{ not: anyOf(ofType(input), { type: 'null' }) }]),
  )
}

function documentation({ description, unit }: Input | Output): JsonSchema {
  const parts = [...(description === null ? [] : [description]), ...(unit === null ? [] : [`Unit: ${unit}`])]
  return parts.length === 0 ? {} : { description: parts.join('\n') }
}

function examples({ example }: Input): JsonSchema {
  const sayable = example !== null && (typeof example !== 'number' || Number.isFinite(example))
  return sayable ? { examples: [example] } : {}
}

/**
 * JSON Schema 2020-12 of the records that are not refused. It differs from the validator where JSON Schema can't say the rule:
 * float32 values are compared before rounding, strings with lone surrogates pass, and a literal beyond float64 (`1e400`) is a number.
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

const outputTypes = {
  float64: 'number',
  float32: 'number',
  int64: 'integer',
  bool: 'boolean',
  string: 'string',
} as const

function outputSchema({ type, form, keys }: Output): JsonSchema {
  const cell = { type: [outputTypes[type], 'null'] }
  if (form === 'value') return cell
  if (keys === null) return { type: 'array', items: cell }
  const properties = Object.fromEntries(keys.map((key) => [key, cell]))
  return { type: 'object', properties, required: keys, additionalProperties: false }
}

/** JSON Schema 2020-12 of the records that come out, as JSON says them: what is missing or no finite number is null. */
export function outputJsonSchema({ outputs }: Schema): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(
      outputs.map((output) => [output.name, { ...documentation(output), ...outputSchema(output) }]),
    ),
    required: outputs.map(({ name }) => name),
    additionalProperties: false,
  }
}
