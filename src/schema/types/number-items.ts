import type { Issue } from '../../errors.js'
import type { Cells, Condition } from '../cell.js'
import { numberWriter } from '../cell-writer.js'
import type { NumberListInput, NumberMapInput } from '../input.js'
import type { Action, IssueOf } from '../policy.js'

/** What lists and maps of numbers have in common: a row of numbers, each with the policies of numbers. */
export interface NumberItems {
  /** Settles the raw numbers in `size` cells from `at` on; false when one refuses the record. */
  settle(cells: Cells, at: number, row: number, issues: Issue[], absent: Uint8Array | null): boolean
  /** The cell of a replacement. */
  cell(value: unknown): unknown
}

/** At most one issue for each condition, at its first item, whose place `name` says. A cell with `absent` is of an absent key. */
export function numberItems(
  input: NumberListInput | NumberMapInput,
  size: number,
  issueOf: IssueOf,
  name: (i: number) => string,
): NumberItems {
  const { accept, cell, clip } = numberWriter(input)
  const policy = input.policy as Readonly<Record<Condition, Action>>
  return {
    cell,
    settle(cells, at, row, issues, absent) {
      let accepted = true
      let told: Set<Condition> | undefined
      for (let i = 0; i < size; i++) {
        const item = cells[at + i]
        const condition = absent !== null && absent[i] === 1 ? 'absent_key' : accept(item, cells, at + i)
        if (condition === null) continue
        const action = policy[condition]
        if (action === 'missing') cells[at + i] = NaN
        else if (typeof action === 'object') cells[at + i] = cell(action.value)
        else {
          told ??= new Set()
          if (!told.has(condition))
            issues.push(issueOf(condition, condition === 'absent_key' ? undefined : item, row, action, name(i)))
          told.add(condition)
          cells[at + i] = action === 'error' ? NaN : action === 'clip' ? clip(item) : cell(item)
        }
        accepted = accepted && action !== 'error'
      }
      return accepted
    },
  }
}
