import type { CellColumn, Column, ColumnType } from '../column.js'
import type { Issue } from '../errors.js'
import type { Cells, Condition } from './cell.js'
import { cellWriter } from './cell-writer.js'
import type { Schema } from './document.js'
import type { Input, ScalarInput } from './input.js'
import { numberListEncoder } from './number-list-encoder.js'
import { mapEncoder } from './map-encoder.js'
import { issueOf, type Action } from './policy.js'
import { stringListEncoder } from './string-list-encoder.js'
import type { ValidValue } from './validate.js'

/** One input's part of encoding: how its values become cells, and what its policy makes of those that are not as they should be. */
export interface InputEncoder {
  readonly name: string
  readonly type: ColumnType
  /** Numbers strictly between these two are their own cells; NaN where there are none. */
  readonly between: readonly [low: number, high: number]
  /**
   * Writes the cells from `at` on, appends the issues there are as those of record `row`, and returns false when the record is refused.
   * Never throws.
   */
  write(value: unknown, cells: Cells, at: number, row: number, issues: Issue[]): boolean
  /** The value of the first row of a column that was written: null for missing. */
  read(column: Column): ValidValue
}

function scalarEncoder(input: ScalarInput): InputEncoder {
  const { kind, accept, between, cell, replacement, clip, value: valueOf } = cellWriter(input)
  const missing = kind === 'number' ? NaN : null
  // Writers only return conditions that the policies of their type have.
  const policy = input.policy as Readonly<Record<Condition, Action>>
  return {
    name: input.name,
    type: { kind, width: 1 },
    between,
    write(value, cells, at, row, issues) {
      const condition = accept(value, cells, at)
      if (condition === null) return true
      const action = policy[condition]
      if (action === 'missing') cells[at] = missing
      else if (typeof action === 'object') cells[at] = replacement(action.value)
      else {
        issues.push(issueOf(input, condition, value, row, action))
        cells[at] = action === 'error' ? missing : action === 'clip' ? clip(value) : cell(value)
        return action !== 'error'
      }
      return true
    },
    read(column) {
      const { data, offset } = column as CellColumn
      const found = data[offset]!
      return found === null || Number.isNaN(found) ? null : valueOf(found)
    },
  }
}

function inputEncoder(input: Input): InputEncoder {
  switch (input.type) {
    case 'number_list':
      return numberListEncoder(input)
    case 'string_list':
      return stringListEncoder(input)
    case 'number_map':
    case 'string_map':
      return mapEncoder(input)
    default:
      return scalarEncoder(input)
  }
}

/** The inputs of a schema, prepared, in order. */
export function inputEncoders({ inputs }: Schema): readonly InputEncoder[] {
  return inputs.map(inputEncoder)
}
