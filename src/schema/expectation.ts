import { quote } from '../errors.js'
import { formatDatetime } from '../text/datetime.js'
import type { Condition } from './cell.js'
import type { Input, RangedInput } from './input.js'

const listed = 5

function noun(input: Input): string {
  switch (input.type) {
    case 'float64':
    case 'float32':
      return 'a number'
    case 'int64':
      return 'an integer'
    case 'bool':
      return 'true or false'
    case 'string':
      return 'a well-formed string'
    case 'datetime':
      return input.encoding === 'text'
        ? `a date and time ${input.zoned ? 'with' : 'without'} an offset`
        : `${input.encoding} from 1970`
    case 'number_list':
      return `an array of ${input.size} numbers`
    case 'string_list':
      return 'an array of well-formed strings'
    case 'number_map':
      return 'an object of numbers'
    case 'string_map':
      return 'an object of well-formed strings'
  }
}

function rangeText(input: RangedInput): string {
  const what = input.type === 'datetime' ? 'a time' : 'items' in input ? 'a number' : noun(input)
  if (input.range === null) return what
  const { min, max, min_open: minOpen, max_open: maxOpen } = input.range
  const text = (bound: number): string =>
    input.type === 'datetime' ? formatDatetime(bound, input.zoned) : String(bound)
  const low = min === null ? [] : [`${minOpen ? '>' : '>='} ${text(min)}`]
  const high = max === null ? [] : [`${maxOpen ? '<' : '<='} ${text(max)}`]
  return `${what} ${[...low, ...high].join(' and ')}`
}

function categoriesText(input: Input): string {
  const categories = ('categories' in input && input.categories) || []
  return categories.length > listed ? `one of ${categories.length} categories` : categories.map(quote).join(' or ')
}

function lengthText(input: Input): string {
  const length = 'length' in input ? input.length : null
  if (length === null) return noun(input)
  const of = input.type === 'string' ? 'characters' : 'strings'
  return length.max === null ? `at least ${length.min} ${of}` : `${length.min} to ${length.max} ${of}`
}

/** What a message says was expected of a value for which the condition holds. */
export function expectation(input: Input, condition: Condition): string {
  switch (condition) {
    case 'absent':
    case 'null':
    case 'wrong_type':
      return noun(input)
    case 'nan':
      return 'items' in input ? 'a number' : noun(input)
    case 'empty':
      return input.type === 'string' ? 'a non-empty string' : noun(input)
    case 'infinite':
      return 'a finite number'
    case 'beyond_float32':
      return 'a number within float32'
    case 'out_of_range':
      return 'range' in input ? rangeText(input) : noun(input)
    case 'unseen_category':
      return categoriesText(input)
    case 'wrong_length':
      return lengthText(input)
    case 'absent_key':
      return input.type === 'number_map' ? 'a number' : 'a string'
    case 'unseen_key':
      return `one of ${'keys' in input ? input.keys.length : 0} keys`
  }
}
