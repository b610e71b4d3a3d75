import { quote, type Issue } from '../errors.js'
import type { Condition } from './cell.js'
import { expectation } from './expectation.js'
import type { Input, Replacement } from './input.js'

/** What a policy does with a value for which a condition holds. */
export type Action = 'error' | 'missing' | 'keep' | 'clip' | Replacement<unknown>

/** The issue of a condition that is not settled in silence. */
export function issueOf(input: Input, code: Condition, value: unknown, row: number, action: Action, place = ''): Issue {
  const got = code === 'absent' || code === 'absent_key' ? 'nothing' : quote(value)
  const message = `expected ${expectation(input, code)}${place}, got ${got}`
  return { row, field: input.name, code, message, value, fatal: action === 'error' }
}
