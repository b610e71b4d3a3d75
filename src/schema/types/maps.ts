import type { CellColumn } from '../../column.js'
import { choice, either, json, list, nullable, text } from '../../json/shape.js'
import { codePoints } from '../../characters.js'
import type { Cells, Condition } from '../cell.js'
import type { NumberMapInput, StringMapInput } from '../input.js'
import type { InputEncoder } from '../input-encoder.js'
import { defineType, floatPolicy, range, real, reals, refusable, string, texts, type InputType } from '../input-type.js'
import { issuesOf, type Action, type IssueOf } from '../policy.js'
import { asItIs } from '../scalar.js'
import { copyMembers } from './map-members.js'
import { numberItems, type NumberItems } from './number-items.js'

const numberMember = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : value === null ? NaN : undefined

const stringMember = (value: unknown): string | undefined =>
  typeof value === 'string' && codePoints(value) >= 0 ? value : undefined

const named =
  (keys: readonly string[]) =>
  (i: number): string =>
    ` under ${JSON.stringify(keys[i])}`

/** The policies of the members of a map of strings: only keys may be absent. */
function stringItems(input: StringMapInput, issueOf: IssueOf): NumberItems {
  const { keys } = input
  const action = input.policy.absent_key
  return {
    cell: (value) => value,
    settle(cells, at, row, issues, absent) {
      const first = absent!.indexOf(1)
      for (let i = 0; i < keys.length; i++) {
        if (absent![i] === 1) cells[at + i] = typeof action === 'object' ? action.value : null
      }
      if (first < 0 || action !== 'error') return true
      issues.push(issueOf('absent_key', undefined, row, action, named(keys)(first)))
      return false
    },
  }
}

/** One row of a cell per key. */
function mapEncoder(input: NumberMapInput | StringMapInput): InputEncoder {
  const { name, keys } = input
  const size = keys.length
  const numeric = input.type === 'number_map'
  const issueOf = numeric
    ? issuesOf(input, 'an object of numbers', 'a number')
    : issuesOf(input, 'an object of well-formed strings', 'a string')
  const { settle, cell } = numeric ? numberItems(input, size, issueOf, named(keys)) : stringItems(input, issueOf)
  const member = numeric ? numberMember : stringMember
  const missing = numeric ? NaN : null
  const policy = input.policy as Readonly<Record<Condition, Action>>
  const known = policy.unseen_key === 'error' ? new Set(keys) : null
  const fill = (cells: Cells, at: number, action: Action): void => {
    const members = typeof action === 'object' ? (action.value as readonly unknown[]) : null
    for (let i = 0; i < size; i++) cells[at + i] = members === null ? missing : cell(members[i])
  }
  return {
    name,
    type: { kind: numeric ? 'number' : 'string', width: size },
    between: [NaN, NaN],
    write(value, cells, at, row, issues) {
      const absent = new Uint8Array(size)
      const { condition, unseen } = copyMembers(value, keys, known, member, cells, at, absent)
      if (condition !== null) {
        const action = policy[condition]
        fill(cells, at, action)
        if (action === 'error') issues.push(issueOf(condition, value, row, action))
        return action !== 'error'
      }
      const accepted = settle(cells, at, row, issues, absent)
      if (unseen === null) return accepted
      issues.push(issueOf('unseen_key', unseen, row, 'error'))
      return false
    },
    read(column) {
      const { data, offset } = column as CellColumn
      const members = keys.map((key, i) => [key, asItIs(data[offset + i]!)] as const)
      return Object.fromEntries(members.filter(([, found]) => found !== null))
    },
  }
}

const example = /* @__PURE__ */ nullable(json)
const keys = /* @__PURE__ */ list(/* @__PURE__ */ text(), 1)

export const numberMap: InputType = /* @__PURE__ */ defineType(
  'number_map',
  mapEncoder,
  { example, keys, items: /* @__PURE__ */ choice('float64', 'float32'), range },
  reals,
  { absent_key: /* @__PURE__ */ either(refusable, real), unseen_key: refusable },
  floatPolicy,
)

export const stringMap: InputType = /* @__PURE__ */ defineType('string_map', mapEncoder, { example, keys }, texts, {
  absent_key: /* @__PURE__ */ either(refusable, string),
  unseen_key: refusable,
})
