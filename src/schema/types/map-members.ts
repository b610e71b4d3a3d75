import { isPlainObject } from '../../json/plain-object.js'
import type { Cells, Condition } from '../cell.js'

/** What was found in a map: the condition of the whole, and the first key that the schema does not have. */
export interface MapMembers {
  readonly condition: Condition | null
  readonly unseen: string | null
}

const none: MapMembers = { condition: null, unseen: null }

/**
 * Copies the members of `value` under `keys`, each read once, as `member` makes them cells (undefined: not of the type); `absent` gets 1
 * where there is no such key. What is no plain object or throws when it is read is of the wrong type. Other keys are looked for only with
 * `known`, the keys as a set.
 */
export function copyMembers(
  value: unknown,
  keys: readonly string[],
  known: ReadonlySet<string> | null,
  member: (value: unknown) => number | string | null | undefined,
  cells: Cells,
  at: number,
  absent: Uint8Array,
): MapMembers {
  const wrong = (condition: Condition): MapMembers => ({ condition, unseen: null })
  try {
    if (value === undefined) return wrong('absent')
    if (value === null) return wrong('null')
    if (!isPlainObject(value)) return wrong('wrong_type')
    for (let i = 0; i < keys.length; i++) {
      const found = Object.hasOwn(value, keys[i]!) ? value[keys[i]!] : undefined
      if (found === undefined) {
        absent[i] = 1
        continue
      }
      const cell = member(found)
      if (cell === undefined) return wrong('wrong_type')
      cells[at + i] = cell
    }
    const unseen = known === null ? undefined : Object.keys(value).find((key) => !known.has(key))
    return unseen === undefined ? none : { condition: null, unseen }
  } catch {
    return wrong('wrong_type')
  }
}
