import { bounds, isOutside, isSingle } from './bounds.js'
import { absence, type CellWriter, type Condition } from './cell.js'
import { codePoints } from '../characters.js'
import type { FloatInput, Int64Input, NumberListInput, NumberMapInput, StringInput } from './input.js'

const largestFloat32 = 3.4028234663852886e38

/** The writer of one number; of an item where the input is a list or a map. */
export function numberWriter(input: FloatInput | Int64Input | NumberListInput | NumberMapInput): CellWriter {
  const range = bounds(input)
  const { min, max } = range
  const closed = !range.minOpen && !range.maxOpen
  const single = isSingle(input)
  const integral = input.type === 'int64'
  const low = closed ? Math.max(min, -largestFloat32) : NaN
  const high = closed ? Math.min(max, largestFloat32) : NaN
  // Adding 0 makes -0 of an integer 0.
  const cell = (value: number): number => (single ? Math.fround(value) : integral ? value + 0 : value)
  const condition = (value: number): Condition | null => {
    if (Number.isNaN(value)) return 'nan'
    if (integral && !Number.isSafeInteger(value)) return 'wrong_type'
    if (!Number.isFinite(value)) return 'infinite'
    if (!Number.isFinite(Math.fround(value))) return 'beyond_float32'
    return isOutside(cell(value), range) ? 'out_of_range' : null
  }
  return {
    kind: 'number',
    between: single || integral ? [NaN, NaN] : [low, high],
    accept(value, cells, at) {
      if (typeof value !== 'number') return absence(value)
      const x = cell(value)
      // Inside of everything: the usual case.
      if (!(x >= low && x <= high && (!integral || Number.isSafeInteger(x)))) {
        const found = condition(value)
        if (found !== null) return found
      }
      cells[at] = x
      return null
    },
    cell: (value) => cell(value as number),
    replacement: (value) => cell(value as number),
    clip: (value) => ((value as number) < min ? min : max),
    value: (x) => x!,
  }
}

export function boolWriter(): CellWriter {
  const cell = (value: unknown): number => (value === true ? 1 : 0)
  return {
    kind: 'number',
    between: [NaN, NaN],
    accept(value, cells, at) {
      if (typeof value !== 'boolean') return absence(value)
      cells[at] = cell(value)
      return null
    },
    cell,
    replacement: cell,
    clip: cell,
    value: (x) => x !== 0,
  }
}

export function stringWriter({ categories, length }: StringInput): CellWriter {
  const seen = categories === null ? null : new Set(categories)
  seen?.delete('')
  const min = length?.min ?? 0
  const max = length?.max ?? Infinity
  const condition = (value: string): Condition | null => {
    if (value === '') return 'empty'
    const points = codePoints(value)
    if (points < 0) return 'wrong_type'
    if (seen !== null) return 'unseen_category'
    return points < min || points > max ? 'wrong_length' : null
  }
  const cell = (value: unknown): string => value as string
  return {
    kind: 'string',
    between: [NaN, NaN],
    accept(value, cells, at) {
      if (typeof value !== 'string') return absence(value)
      if (seen === null || !seen.has(value)) {
        const found = condition(value)
        if (found !== null) return found
      }
      cells[at] = value
      return null
    },
    cell,
    replacement: cell,
    clip: cell,
    value: (x) => x!,
  }
}
