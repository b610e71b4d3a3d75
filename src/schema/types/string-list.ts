import type { TokensColumn } from '../../column.js'
import { either, json, list, nullable, text } from '../../json/shape.js'
import type { Condition } from '../cell.js'
import { codePoints } from '../../characters.js'
import type { StringListInput } from '../input.js'
import type { InputEncoder } from '../input-encoder.js'
import { defineType, keepable, length, refusable, string, texts, type InputType } from '../input-type.js'
import { issuesOf, type Action } from '../policy.js'

/** The items, each read once, or the first condition that holds; a list that throws when it is read is of the wrong type. */
function copyStrings(value: unknown, min: number, max: number): string[] | Condition {
  try {
    if (value === undefined) return 'absent'
    if (value === null) return 'null'
    if (!Array.isArray(value)) return 'wrong_type'
    const { length } = value
    if (!(length >= min && length <= max)) return 'wrong_length'
    const items: string[] = []
    for (let i = 0; i < length; i++) {
      const item: unknown = value[i]
      if (typeof item !== 'string' || codePoints(item) < 0) return 'wrong_type'
      items.push(item)
    }
    return items
  } catch {
    return 'wrong_type'
  }
}

/** One list of strings a row. `unseen_category` is looked at for each item; at most one issue, at the first. */
function stringListEncoder(input: StringListInput): InputEncoder {
  const { name, categories, length } = input
  const issueOf = issuesOf(input, 'an array of well-formed strings')
  const policy = input.policy as Readonly<Record<Condition, Action>>
  const seen = categories === null ? null : new Set(categories)
  const onUnseen = policy.unseen_category
  return {
    name,
    type: { kind: 'tokens', width: 1 },
    between: [NaN, NaN],
    write(value, cells, at, row, issues) {
      const items = copyStrings(value, length?.min ?? 0, length?.max ?? Infinity)
      if (typeof items === 'string') {
        const action = policy[items]
        cells[at] = typeof action === 'object' ? action.value : null
        if (action === 'error') issues.push(issueOf(items, value, row, action))
        return action !== 'error'
      }
      cells[at] = items
      const first = seen === null ? -1 : items.findIndex((item) => !seen.has(item))
      if (first < 0) return true
      if (onUnseen === 'missing') cells[at] = items.filter((item) => seen!.has(item))
      else if (typeof onUnseen === 'object') {
        cells[at] = items.map((item) => (seen!.has(item) ? item : (onUnseen.value as string)))
      } else {
        issues.push(issueOf('unseen_category', items[first], row, onUnseen, ` as item ${first}`))
        if (onUnseen === 'error') cells[at] = null
      }
      return onUnseen !== 'error'
    },
    read(column) {
      const { data, offset } = column as TokensColumn
      return data[offset]!
    },
  }
}

export const stringList: InputType = /* @__PURE__ */ defineType(
  'string_list',
  stringListEncoder,
  {
    example: /* @__PURE__ */ nullable(json),
    categories: /* @__PURE__ */ nullable(/* @__PURE__ */ list(/* @__PURE__ */ text())),
    length,
  },
  texts,
  {
    wrong_length: /* @__PURE__ */ either(refusable, texts),
    unseen_category: /* @__PURE__ */ either(keepable, string),
  },
)
