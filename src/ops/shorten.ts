import { view, type Column } from '../column.js'
import type { Bound, Reject, TextStep } from './op.js'

/** What a step reads and writes. */
export interface Ready {
  readonly inputs: readonly Column[]
  readonly outputs: readonly Column[]
}

/** What does at once, for the rows that it takes, what the steps from this one to `last` do; others go through these. */
export interface Shortcut {
  readonly last: number
  run(columns: readonly Column[], ready: readonly Ready[], rows: number, enter: (step: number) => Reject): void
}

/** A step of a plan, with the columns that it reads and writes by number; a model call is not bound. */
export interface Stage {
  readonly bound: Bound | null
  readonly sources: readonly number[]
  readonly targets: readonly number[]
  shortcut?: Shortcut
}

/** Does to one row what several ops do one after the other; false for a row that it doesn't take, of which nothing is written. */
export type RowShortcut = (x: Column, y: Column, row: number) => boolean

function runRow({ bound }: Stage, { inputs, outputs }: Ready, row: number, reject: Reject): void {
  const at = (column: Column): Column => view(column, row)
  bound!.run(inputs.map(at), outputs.map(at), 1, (_, expected, value) => {
    reject(row, expected, value)
  })
}

/**
 * Looks for a shortcut to a step, through those before it of which only the next reads what one gives, and nobody else does;
 * `shortcutOf` says what there is for what they do.
 */
export function shortener(
  shortcutOf: (parts: readonly TextStep[]) => RowShortcut | null,
): (steps: readonly Stage[], last: number, readers: ReadonlyMap<number, number>) => void {
  return (steps, last, readers) => {
    const parts: TextStep[] = []
    let start = last
    for (let i = last - 1; i >= 0; i--) {
      const { bound, targets } = steps[i]!
      const [slot] = steps[start]!.sources
      if (bound?.text === undefined || targets[0] !== slot || readers.get(slot!) !== 1) break
      parts.unshift(bound.text)
      start = i
    }
    const take = shortcutOf(parts)
    if (take === null) return
    const [x] = steps[start]!.sources
    const [y] = steps[last]!.targets
    steps[start]!.shortcut = {
      last,
      run(columns, ready, rows, enter) {
        for (let row = 0; row < rows; row++) {
          if (take(columns[x!]!, columns[y!]!, row)) continue
          for (let k = start; k <= last; k++) runRow(steps[k]!, ready[k]!, row, enter(k))
        }
      },
    }
  }
}
