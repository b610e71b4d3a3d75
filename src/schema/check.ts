import { mismatch, pointer, quote } from '../errors.js'
import { bounds, isSingle } from './bounds.js'
import { codePoints } from '../characters.js'
import type { Schema } from './document.js'
import type { Input, RangedInput, Replacement, StringInput, StringListInput } from './input.js'
import type { Output } from './output.js'

function refuse(expected: string, got: unknown, at: string): never {
  mismatch('ERR_SCHEMA_INVALID', expected, quote(got), at)
}

/** Refuses a text that equals an earlier one, at its place in a list, and there at `path`. */
function checkDistinct(texts: readonly string[], what: string, at: string, ...path: string[]): void {
  const seen = new Set<string>()
  texts.forEach((text, i) => {
    if (seen.has(text)) refuse(`distinct ${what}`, text, pointer(at, i, ...path))
    seen.add(text)
  })
}

function checkNames(named: readonly { readonly name: string }[], at: string): void {
  const names = named.map(({ name }) => name)
  checkDistinct(names, 'names', at, 'name')
}

function checkRange(input: RangedInput, at: string): void {
  const { range, policy, type } = input
  const integral = type === 'int64' || type === 'datetime'
  if (range === null) {
    if (policy.out_of_range === 'clip') refuse('a range to clip to', range, pointer(at, 'range'))
    return
  }
  for (const side of ['min', 'max'] as const) {
    const bound = range[side]
    const open = range[`${side}_open`]
    const where = (): string => pointer(at, 'range', side)
    if (bound === null) {
      if (open) refuse('false where there is no bound', open, pointer(at, 'range', `${side}_open`))
      continue
    }
    if (integral && !Number.isSafeInteger(bound)) refuse('a safe integer', bound, where())
    if (isSingle(input) && !Number.isFinite(Math.fround(bound))) refuse('a number within float32', bound, where())
    if (open && policy.out_of_range === 'clip')
      refuse('a closed bound to clip to', open, pointer(at, 'range', `${side}_open`))
  }
  const { min, max, minOpen, maxOpen } = bounds(input)
  if (min > max) refuse(`at least ${min}`, max, pointer(at, 'range', 'max'))
  if (min === max && (minOpen || maxOpen)) refuse('a range with a value in it', max, pointer(at, 'range', 'max'))
}

function checkItem(input: Input, value: unknown, at: string): void {
  if (typeof value === 'string' && codePoints(value) < 0) refuse('a well-formed string', value, at)
  if (!('range' in input) || !isSingle(input)) return
  if (!Number.isFinite(Math.fround(value as number))) refuse('a number within float32', value, at)
}

function checkReplacements(input: Input, at: string): void {
  for (const [condition, action] of Object.entries(input.policy)) {
    if (typeof action === 'string') continue
    const where = pointer(at, 'policy', condition, 'value')
    const { value } = action as Replacement<unknown>
    if (!Array.isArray(value)) {
      checkItem(input, value, where)
      continue
    }
    const size = input.type === 'number_list' ? input.size : 'keys' in input ? input.keys.length : value.length
    if (value.length !== size) refuse(`${size} values`, value, where)
    value.forEach((item: unknown, i) => {
      checkItem(input, item, pointer(where, i))
    })
  }
}

function checkStrings({ type, categories, length }: StringInput | StringListInput, at: string): void {
  const max = length?.max ?? Infinity
  if (length !== null && max < length.min) refuse(`at least ${length.min}`, max, pointer(at, 'length', 'max'))
  if (categories === null) return
  checkDistinct(categories, 'categories', pointer(at, 'categories'))
  categories.forEach((category, i) => {
    const points = codePoints(category)
    if (points < 0) refuse('a well-formed string', category, pointer(at, 'categories', i))
    if (type === 'string' && length !== null && points > 0 && (points < length.min || points > max)) {
      refuse('a category of the allowed length', category, pointer(at, 'categories', i))
    }
  })
}

function checkInput(input: Input, at: string): void {
  checkDistinct(input.missing_text, 'texts', pointer(at, 'missing_text'))
  checkReplacements(input, at)
  if ('range' in input) checkRange(input, at)
  if ('length' in input) checkStrings(input, at)
  if ('keys' in input) checkDistinct(input.keys, 'keys', pointer(at, 'keys'))
}

function checkOutput({ form, keys }: Output, at: string): void {
  if (form === 'object') checkDistinct(keys, 'keys', at)
  if (form !== 'groups') return
  checkNames(keys, at)
  keys.forEach((group, g) => checkDistinct(group.keys, 'keys', pointer(at, g, 'keys')))
}

/** What the shape can't say: distinct names, ranges and policies that make sense; throws ERR_SCHEMA_INVALID. */
export function checkSchema({ inputs, outputs }: Schema, at: string): void {
  checkNames(inputs, pointer(at, 'inputs'))
  checkNames(outputs, pointer(at, 'outputs'))
  inputs.forEach((input, i) => checkInput(input, pointer(at, 'inputs', i)))
  outputs.forEach((output, i) => checkOutput(output, pointer(at, 'outputs', i, 'keys')))
}
