import { formatDatetime, parseDatetime } from '../text/datetime.js'
import { bounds, isOutside } from './bounds.js'
import { absence, type CellWriter } from './cell.js'
import type { DatetimeInput } from './input.js'

/** Microseconds of a number's unit. */
const units = { seconds: 1e6, milliseconds: 1e3, microseconds: 1 } as const

/** Numbers from here on are integral. */
const integral = 4_503_599_627_370_496

/** Half to even; 0 for -0. */
function round(x: number): number {
  if (!(Math.abs(x) < integral)) return x
  return x < 0 ? 0 - (integral - x - integral) : x + integral - integral
}

/** The writer of a datetime: a cell has microseconds. */
export function datetimeWriter(input: DatetimeInput): CellWriter {
  const range = bounds(input)
  const { encoding, zoned } = input
  const cell = (value: unknown): number =>
    encoding === 'text' ? (parseDatetime(value as string, zoned) ?? NaN) : round((value as number) * units[encoding])
  return {
    kind: 'number',
    between: [NaN, NaN],
    accept(value, cells, at) {
      if (typeof value !== (encoding === 'text' ? 'string' : 'number')) return absence(value)
      if (value === '') return 'empty'
      if (value !== value) return 'nan'
      const micros = cell(value)
      if (!Number.isSafeInteger(micros)) return 'wrong_type'
      if (isOutside(micros, range)) return 'out_of_range'
      cells[at] = micros
      return null
    },
    cell: (value) => cell(value),
    replacement: (micros) => micros as number,
    clip: (value) => (cell(value) < range.min ? range.min : range.max),
    value: (micros) =>
      encoding === 'text' ? formatDatetime(micros as number, zoned) : (micros as number) / units[encoding],
  }
}
