import type { Kind } from '../column.js'
import { quote, type Issue } from '../errors.js'
import { cellWriter, type Cell, type Cells, type CellWriter, type Condition } from './cell-writer.js'
import type { Input, Replacement } from './document.js'
import { expectation } from './expectation.js'

/** One input's part of encoding: its writer, and what its policy makes of values that the writer does not accept. */
export interface InputEncoder {
  readonly name: string
  readonly kind: Kind
  readonly accept: CellWriter['accept']
  readonly between: CellWriter['between']
  /** Does what the policy says: writes the cell, adds the issue if there is one, returns false when the record is refused. */
  settle(condition: Condition, value: unknown, cells: Cells, at: number, row: number, issues: Issue[]): boolean
}

type Action = 'error' | 'missing' | 'keep' | 'clip' | Replacement<unknown>

/** A document's input, prepared. */
export function inputEncoder(input: Input): InputEncoder {
  const { name } = input
  const { kind, accept, between, cell, clip } = cellWriter(input)
  const missing: Cell = kind === 'number' ? NaN : null
  // Writers only return conditions that the policies of their type have.
  const policy = input.policy as Readonly<Record<Condition, Action>>
  return {
    name,
    kind,
    accept,
    between,
    settle(condition, value, cells, at, row, issues) {
      const action = policy[condition]
      if (action === 'missing') {
        cells[at] = missing
        return true
      }
      if (typeof action === 'object') {
        cells[at] = cell(action.value)
        return true
      }
      const got = condition === 'absent' ? 'nothing' : quote(value)
      const message = `expected ${expectation(input, condition)}, got ${got}`
      const fatal = action === 'error'
      issues.push({ row, field: name, code: condition, message, value, fatal })
      cells[at] = fatal ? missing : action === 'clip' ? clip(value) : cell(value)
      return !fatal
    },
  }
}
