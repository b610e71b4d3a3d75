import { mismatch, pointer, quote } from '../errors.js'
import { bounds, isSingle } from './bounds.js'
import { codePoints } from './code-points.js'
import type { Schema } from './document.js'
import type { Input, RangedInput, Replacement, StringInput, StringListInput } from './input.js'
import type { Output } from './output.js'

function refuse(expected: string, got: unknown, at: string): never {
  mismatch('ERR_SCHEMA_INVALID', expected, quote(got), at)
}

function checkDistinct(texts: readonly string[], what: string, at: (i: number) => string): void {
  const seen = new Set<string>()
  texts.forEach((text, i) => {
    if (seen.has(text)) refuse(`distinct ${what}`, text, at(i))
    seen.add(text)
  })
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
  checkDistinct(categories, 'categories', (i) => pointer(at, 'categories', i))
  categories.forEach((category, i) => {
    const points = codePoints(category)
    if (points < 0) refuse('a well-formed string', category, pointer(at, 'categories', i))
    if (type === 'string' && length !== null && points > 0 && (points < length.min || points > max)) {
      refuse('a category of the allowed length', category, pointer(at, 'categories', i))
    }
  })
}

function checkInput(input: Input, at: string): void {
  checkDistinct(input.missing_text, 'texts', (i) => pointer(at, 'missing_text', i))
  checkReplacements(input, at)
  if ('range' in input) checkRange(input, at)
  if ('length' in input) checkStrings(input, at)
  if ('keys' in input) checkDistinct(input.keys, 'keys', (i) => pointer(at, 'keys', i))
}

function checkOutput({ form, keys }: Output, at: string): void {
  if (form === 'object') checkDistinct(keys, 'keys', (i) => pointer(at, 'keys', i))
  if (form !== 'groups') return
  checkDistinct(
    keys.map(({ name }) => name),
    'names',
    (i) => pointer(at, 'keys', i, 'name'),
  )
  keys.forEach((group, g) => {
    checkDistinct(group.keys, 'keys', (i) => pointer(at, 'keys', g, 'keys', i))
  })
}

/** What the shape can't say: distinct names, ranges and policies that make sense; throws ERR_SCHEMA_INVALID. */
export function checkSchema({ inputs, outputs }: Schema, at: string): void {
  for (const [key, list] of Object.entries({ inputs, outputs })) {
    checkDistinct(
      list.map(({ name }) => name),
      'names',
      (i) => pointer(at, key, i, 'name'),
    )
  }
  inputs.forEach((input, i) => checkInput(input, pointer(at, 'inputs', i)))
  outputs.forEach((output, i) => checkOutput(output, pointer(at, 'outputs', i)))
}
