import { quote, type Issue } from '../errors.js'
import type { Condition } from './cell.js'
import { expectation } from './expectation.js'
import type { Input, Replacement } from './input.js'

/** What a policy does with a value for which a condition holds. */
export type Action = 'error' | 'missing' | 'keep' | 'clip' | Replacement<unknown>

/** The issue of a condition that is not settled in silence. */
export type IssueOf = (code: Condition, value: unknown, row: number, action: Action, place?: string) => Issue

/**
 * Issues of an input, whose messages call a value `whole`, one of several in it `item`, and write bounds of its range as `bound`
 * says.
 */
export function issuesOf(
  input: Input,
  whole: string,
  item: string = whole,
  bound: (x: number) => string = String,
): IssueOf {
  return (code, value, row, action, place = '') => {
    const got = code === 'absent' || code === 'absent_key' ? 'nothing' : quote(value)
    const message = `expected ${expectation(input, code, whole, item, bound)}${place}, got ${got}`
    return { row, field: input.name, code, message, value, fatal: action === 'error' }
  }
}
