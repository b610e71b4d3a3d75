import type { Shape } from './shape.js'

const taggedNumber = {
  type: 'object',
  properties: { $number: { enum: ['NaN', 'Infinity', '-Infinity', '-0'] } },
  required: ['$number'],
  additionalProperties: false,
}
const anyNumber = { anyOf: [{ type: 'number' }, taggedNumber] }

function reference(key: string): object {
  return { type: 'object', properties: { [key]: { type: 'string' } }, required: [key], additionalProperties: false }
}

function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** Conditions rather than `anyOf`, so that a validator's messages are about the case that was meant. */
function oneOfCases({ by, cases }: Extract<Shape, { type: 'variant' }>): object {
  const names = Object.keys(cases)
  const otherwise =
    by === null
      ? { type: 'object', anyOf: names.map((name) => ({ required: [name] })) }
      : { type: 'object', properties: { [by]: { enum: names } }, required: [by] }
  return names.reduceRight<object>((rest, name) => {
    const chosen = by === null ? { required: [name] } : { properties: { [by]: { const: name } }, required: [by] }
    return { if: { type: 'object', ...chosen }, then: jsonSchema(cases[name] as Shape), else: rest }
  }, otherwise)
}

/** The same rules as JSON Schema 2020-12, as far as it can say them: equal widths and what references point to are not in it. */
export function jsonSchema(shape: Shape): object {
  switch (shape.type) {
    case 'text':
      return shape.min > 0 ? { type: 'string', minLength: shape.min } : { type: 'string' }
    case 'integer':
      return { type: 'integer', minimum: shape.min, maximum: shape.max }
    case 'number':
      return shape.nonFinite ? anyNumber : { type: 'number' }
    case 'bool':
      return { type: 'boolean' }
    case 'choice':
      return { enum: shape.choices }
    case 'scalar':
      return { anyOf: [{ type: ['string', 'number', 'boolean'] }, taggedNumber] }
    case 'nothing':
      return { type: 'null' }
    case 'json':
      return {}
    case 'nullable':
      return { anyOf: [{ type: 'null' }, jsonSchema(shape.of as Shape)] }
    case 'list':
      return { type: 'array', items: jsonSchema(shape.of as Shape), minItems: shape.min }
    case 'dictionary':
      return { type: 'object', additionalProperties: jsonSchema(shape.of as Shape) }
    case 'fields':
      return object(
        Object.fromEntries(Object.entries(shape.fields).map(([key, field]) => [key, jsonSchema(field as Shape)])),
      )
    case 'either':
      return { anyOf: [jsonSchema(shape.plain as Shape), jsonSchema(shape.object as Shape)] }
    case 'variant':
      return oneOfCases(shape)
    case 'numbers': {
      const number = shape.nonFinite ? anyNumber : { type: 'number' }
      const nested = shape.shape.reduce<object>((items) => ({ type: 'array', items }), number)
      return { anyOf: [nested, reference('$tensor')] }
    }
    case 'strings': {
      const items = { type: shape.nulls ? ['string', 'null'] : 'string' }
      return { anyOf: [{ type: 'array', items, minItems: shape.min, uniqueItems: true }, reference('$strings')] }
    }
    case 'values': {
      const ofStrings = { type: 'array', items: { type: ['string', 'null'] }, uniqueItems: shape.distinct }
      const ofNumbers = { type: 'array', items: anyNumber, uniqueItems: shape.distinct }
      return { anyOf: [ofStrings, ofNumbers, reference('$strings'), reference('$tensor')] }
    }
  }
}
