import type { CellColumn } from '../column.js'
import type { CellWriter, Condition } from './cell.js'
import type { ScalarInput } from './input.js'
import type { InputEncoder } from './input-encoder.js'
import type { Action, IssueOf } from './policy.js'

/** One cell a row. */
export function scalarEncoder(input: ScalarInput, writer: CellWriter, issueOf: IssueOf): InputEncoder {
  const { kind, accept, between, cell, replacement, clip, value: valueOf } = writer
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
        issues.push(issueOf(condition, value, row, action))
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
