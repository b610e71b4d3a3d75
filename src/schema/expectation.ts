import { quote } from '../errors.js'
import type { Condition } from './cell-writer.js'
import type { Input, InputType } from './document.js'

const nouns: Readonly<Record<InputType, string>> = {
  float64: 'a number',
  float32: 'a number',
  int64: 'an integer',
  bool: 'true or false',
  string: 'a well-formed string',
}

const listed = 5

function rangeText(input: Input): string {
  if (!('range' in input) || input.range === null) return nouns[input.type]
  const { min, max, min_open: minOpen, max_open: maxOpen } = input.range
  const low = min === null ? [] : [`${minOpen ? '>' : '>='} ${min}`]
  const high = max === null ? [] : [`${maxOpen ? '<' : '<='} ${max}`]
  return `${nouns[input.type]} ${[...low, ...high].join(' and ')}`
}

function categoriesText(input: Input): string {
  const categories = (input.type === 'string' && input.categories) || []
  return categories.length > listed ? `one of ${categories.length} categories` : categories.map(quote).join(' or ')
}

function lengthText(input: Input): string {
  const length = input.type === 'string' ? input.length : null
  if (length === null) return nouns[input.type]
  return length.max === null ? `at least ${length.min} characters` : `${length.min} to ${length.max} characters`
}

/** What a message says was expected of a value for which the condition holds. */
export function expectation(input: Input, condition: Condition): string {
  switch (condition) {
    case 'absent':
    case 'null':
    case 'wrong_type':
    case 'nan':
      return nouns[input.type]
    case 'empty':
      return 'a non-empty string'
    case 'infinite':
      return 'a finite number'
    case 'beyond_float32':
      return 'a number within float32'
    case 'out_of_range':
      return rangeText(input)
    case 'unseen_category':
      return categoriesText(input)
    case 'wrong_length':
      return lengthText(input)
  }
}
