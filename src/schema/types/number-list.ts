import type { CellColumn } from '../../column.js'
import { choice, either, integer, json, nullable } from '../../json/shape.js'
import type { Cells, Condition } from '../cell.js'
import type { NumberListInput } from '../input.js'
import type { InputEncoder } from '../input-encoder.js'
import { defineType, floatPolicy, range, reals, refusable, type InputType } from '../input-type.js'
import { numberItems } from './number-items.js'
import { issuesOf, type Action } from '../policy.js'
import { asItIs } from '../scalar.js'

/** An array, or a typed array of numbers; a DataView has no length. */
function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

/**
 * Copies `value`, each item read once: NaN for null. What is not of the type has a condition; so has a list that throws when it is
 * read.
 */
function copyList(value: unknown, size: number, cells: Cells, at: number): Condition | null {
  try {
    if (value === undefined) return 'absent'
    if (value === null) return 'null'
    if (!isList(value)) return 'wrong_type'
    if (value.length !== size) return 'wrong_length'
    for (let i = 0; i < size; i++) {
      const item = value[i]
      if (typeof item === 'number') cells[at + i] = item
      else if (item === null) cells[at + i] = NaN
      else return 'wrong_type'
    }
    return null
  } catch {
    return 'wrong_type'
  }
}

/** One row of `size` numbers. */
function numberListEncoder(input: NumberListInput): InputEncoder {
  const { name, size } = input
  const issueOf = issuesOf(input, `an array of ${size} numbers`, 'a number')
  const { settle, cell } = numberItems(input, size, issueOf, (i) => ` as item ${i}`)
  const policy = input.policy as Readonly<Record<Condition, Action>>
  return {
    name,
    type: { kind: 'number', width: size },
    between: [NaN, NaN],
    write(value, cells, at, row, issues) {
      const whole = copyList(value, size, cells, at)
      if (whole === null) return settle(cells, at, row, issues, null)
      const action = policy[whole]
      const items = typeof action === 'object' ? (action.value as readonly number[]) : null
      for (let i = 0; i < size; i++) cells[at + i] = items === null ? NaN : cell(items[i])
      if (action === 'error') issues.push(issueOf(whole, value, row, action))
      return action !== 'error'
    },
    read(column) {
      const { data, offset } = column as CellColumn
      return Array.from({ length: size }, (_, i) => asItIs(data[offset + i]!) as number | null)
    },
  }
}

export const numberList: InputType = /* @__PURE__ */ defineType(
  'number_list',
  numberListEncoder,
  {
    example: /* @__PURE__ */ nullable(json),
    items: /* @__PURE__ */ choice('float64', 'float32'),
    size: /* @__PURE__ */ integer(1),
    range,
  },
  reals,
  { wrong_length: /* @__PURE__ */ either(refusable, reals) },
  floatPolicy,
)
