import { bool, choice, either } from '../../json/shape.js'
import { formatDatetime, parseDatetime } from '../../text/datetime.js'
import { bounds, isOutside } from '../bounds.js'
import { absence, type CellWriter } from '../cell.js'
import type { DatetimeInput } from '../input.js'
import { clippable, defineType, integral as replacement, range, refusable, type InputType } from '../input-type.js'
import { issuesOf } from '../policy.js'
import { scalarEncoder } from '../scalar-encoder.js'

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
function datetimeWriter(input: DatetimeInput): CellWriter {
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

function wholeText({ encoding, zoned }: DatetimeInput): string {
  return encoding === 'text' ? `a date and time ${zoned ? 'with' : 'without'} an offset` : `${encoding} from 1970`
}

export const datetime: InputType = /* @__PURE__ */ defineType(
  'datetime',
  (input) => {
    const bound = (micros: number): string => formatDatetime(micros, input.zoned)
    return scalarEncoder(input, datetimeWriter(input), issuesOf(input, wholeText(input), 'a time', bound))
  },
  {
    zoned: bool,
    encoding: /* @__PURE__ */ choice('text', 'seconds', 'milliseconds', 'microseconds'),
    range,
  },
  replacement,
  {
    nan: /* @__PURE__ */ either(refusable, replacement),
    empty: /* @__PURE__ */ either(refusable, replacement),
    out_of_range: /* @__PURE__ */ either(clippable, replacement),
  },
)
