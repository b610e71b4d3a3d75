import type { CellColumn } from '../column.js'
import type { Issue } from '../errors.js'
import type { Cells, Condition } from './cell.js'
import { numberWriter } from './cell-writer.js'
import type { NumberListInput } from './input.js'
import type { InputEncoder } from './input-encoder.js'
import { issueOf, type Action } from './policy.js'
import { asItIs } from './scalar.js'

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

/** One row of `size` numbers. Policies of numbers are those of each item; at most one issue for each condition, at its first item. */
export function numberListEncoder(input: NumberListInput): InputEncoder {
  const { name, size } = input
  const { accept, cell, clip } = numberWriter(input)
  const policy = input.policy as Readonly<Record<Condition, Action>>
  const fill = (cells: Cells, at: number, values: readonly number[] | null): void => {
    for (let i = 0; i < size; i++) cells[at + i] = values === null ? NaN : cell(values[i]!)
  }
  const settleItem = (
    condition: Condition,
    cells: Cells,
    at: number,
    i: number,
    row: number,
    issues: Issue[],
    told: Set<Condition>,
  ): boolean => {
    const action = policy[condition]
    const item = cells[at + i]!
    if (action === 'missing') cells[at + i] = NaN
    else if (typeof action === 'object') cells[at + i] = cell(action.value)
    else {
      if (!told.has(condition)) issues.push(issueOf(input, condition, item, row, action, ` as item ${i}`))
      told.add(condition)
      cells[at + i] = action === 'error' ? NaN : action === 'clip' ? clip(item) : cell(item)
    }
    return action !== 'error'
  }
  return {
    name,
    type: { kind: 'number', width: size },
    between: [NaN, NaN],
    write(value, cells, at, row, issues) {
      const whole = copyList(value, size, cells, at)
      if (whole !== null) {
        const action = policy[whole]
        fill(cells, at, typeof action === 'object' ? (action.value as readonly number[]) : null)
        if (action === 'error') issues.push(issueOf(input, whole, value, row, action))
        return action !== 'error'
      }
      let accepted = true
      let told: Set<Condition> | undefined
      for (let i = 0; i < size; i++) {
        const condition = accept(cells[at + i], cells, at + i)
        if (condition === null) continue
        told ??= new Set()
        accepted = settleItem(condition, cells, at, i, row, issues, told) && accepted
      }
      return accepted
    },
    read(column) {
      const { data, offset } = column as CellColumn
      return Array.from({ length: size }, (_, i) => asItIs(data[offset + i]!) as number | null)
    },
  }
}
