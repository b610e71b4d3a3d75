import { quote } from '../errors.js'
import type { Condition } from './cell.js'
import type { Input } from './input.js'

const listed = 5

function rangeText(input: Input, item: string, bound: (x: number) => string): string {
  const range = 'range' in input ? input.range : null
  if (range === null) return item
  const { min, max, min_open: minOpen, max_open: maxOpen } = range
  const low = min === null ? [] : [`${minOpen ? '>' : '>='} ${bound(min)}`]
  const high = max === null ? [] : [`${maxOpen ? '<' : '<='} ${bound(max)}`]
  return `${item} ${[...low, ...high].join(' and ')}`
}

function categoriesText(input: Input): string {
  const categories = ('categories' in input && input.categories) || []
  return categories.length > listed ? `one of ${categories.length} categories` : categories.map(quote).join(' or ')
}

function lengthText(input: Input, whole: string): string {
  const length = 'length' in input ? input.length : null
  if (length === null) return whole
  const of = input.type === 'string' ? 'characters' : 'strings'
  return length.max === null ? `at least ${length.min} ${of}` : `${length.min} to ${length.max} ${of}`
}

/** What a message says was expected of a value for which the condition holds. */
export function expectation(
  input: Input,
  condition: Condition,
  whole: string,
  item: string,
  bound: (x: number) => string,
): string {
  switch (condition) {
    case 'absent':
    case 'null':
    case 'wrong_type':
      return whole
    case 'nan':
    case 'absent_key':
      return item
    case 'empty':
      return input.type === 'string' ? 'a non-empty string' : whole
    case 'infinite':
      return 'a finite number'
    case 'beyond_float32':
      return 'a number within float32'
    case 'out_of_range':
      return rangeText(input, item, bound)
    case 'unseen_category':
      return categoriesText(input)
    case 'wrong_length':
      return lengthText(input, whole)
    case 'unseen_key':
      return `one of ${'keys' in input ? input.keys.length : 0} keys`
  }
}
