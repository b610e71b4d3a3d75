import type { Kind } from '../column.js'
import type { IssueCode } from '../errors.js'
import { bounds } from './bounds.js'
import { codePoints } from './code-points.js'
import type { FloatInput, Input, Int64Input, StringInput } from './document.js'

/** What can hold for one value; spec/schema.md has the order. */
export type Condition = Exclude<IssueCode, 'unknown_key' | 'not_a_record' | 'refused_by_transform'>

export type Cell = number | string | null
export type Cells = { [index: number]: unknown }

/** How values of one input become cells of its column. */
export interface CellWriter {
  readonly kind: Kind
  /** Numbers strictly between these two are their own cells; NaN where there are none. */
  readonly between: readonly [low: number, high: number]
  /** Writes a value that is as it should be and returns null; for any other writes nothing and returns the first condition that holds. */
  accept(value: unknown, cells: Cells, at: number): Condition | null
  /** The cell of a value of the type, valid or not. */
  cell(value: unknown): Cell
  /** The cell of the bound nearest to a number out of range. */
  clip(value: unknown): Cell
}

const largestFloat32 = 3.4028234663852886e38

function absence(value: unknown): Condition {
  return value === undefined ? 'absent' : value === null ? 'null' : 'wrong_type'
}

function numberWriter(input: FloatInput | Int64Input): CellWriter {
  const { min, max, minOpen, maxOpen } = bounds(input)
  const single = input.type === 'float32'
  const integral = input.type === 'int64'
  const low = Math.max(min, -largestFloat32)
  const high = Math.min(max, largestFloat32)
  // Adding 0 makes -0 of an integer 0.
  const cell = (value: number): number => (single ? Math.fround(value) : integral ? value + 0 : value)
  const condition = (value: number): Condition | null => {
    if (Number.isNaN(value)) return 'nan'
    if (integral && !Number.isSafeInteger(value)) return 'wrong_type'
    if (!Number.isFinite(value)) return 'infinite'
    if (!Number.isFinite(Math.fround(value))) return 'beyond_float32'
    const x = cell(value)
    if (x < min || (minOpen && x === min) || x > max || (maxOpen && x === max)) return 'out_of_range'
    return null
  }
  return {
    kind: 'number',
    between: single || integral ? [NaN, NaN] : [low, high],
    accept(value, cells, at) {
      if (typeof value !== 'number') return absence(value)
      const x = cell(value)
      // Strictly inside of everything: the usual case.
      if (!(x > low && x < high && (!integral || Number.isSafeInteger(x)))) {
        const found = condition(value)
        if (found !== null) return found
      }
      cells[at] = x
      return null
    },
    cell: (value) => cell(value as number),
    clip: (value) => ((value as number) < min ? min : max),
  }
}

function boolWriter(): CellWriter {
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
    clip: cell,
  }
}

function stringWriter({ categories, length }: StringInput): CellWriter {
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
    clip: cell,
  }
}

/** The writer of one input, prepared once. */
export function cellWriter(input: Input): CellWriter {
  switch (input.type) {
    case 'float64':
    case 'float32':
    case 'int64':
      return numberWriter(input)
    case 'bool':
      return boolWriter()
    case 'string':
      return stringWriter(input)
  }
}
