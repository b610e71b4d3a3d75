import { allocate, view, type Column } from '../column.js'
import type { Reject } from '../ops/op.js'
import type { Ready } from '../ops/shorten.js'
import type { Plan } from './plan.js'

/** Memory for a block of rows. One call at a time has it. */
export interface Workspace {
  readonly capacity: number
  /** One column per slot of the plan. */
  readonly columns: readonly Column[]
  /** What each step reads and writes. */
  readonly ready: readonly Ready[]
}

const blockRows = 1024
const blockCells = 4_194_304

/**
 * Rows that are worked on at once: 1,024, or fewer where rows are so wide that a block would take more than 32 MB. `more` are
 * cells of a row outside of the workspace.
 */
export function blockSize(plan: Plan, more: number): number {
  return Math.max(1, Math.min(blockRows, Math.floor(blockCells / Math.max(1, plan.width + more))))
}

export function createWorkspace({ slots, steps }: Plan, capacity: number): Workspace {
  const columns: Column[] = []
  const place = (slot: number): Column => {
    const { type, into } = slots[slot]!
    columns[slot] ??= into ? view(place(into.slot), 0, into.cell, type.width) : allocate(type, capacity)
    return columns[slot]
  }
  for (let slot = slots.length - 1; slot >= 0; slot--) place(slot)
  const ready = steps.map(({ sources, targets }) => ({
    inputs: sources.map((slot) => columns[slot]!),
    outputs: targets.map((slot) => columns[slot]!),
  }))
  return { capacity, columns, ready }
}

/**
 * Runs transforms from step `from` on, over the first `rows` rows, until the next model call, which it returns by number, or
 * to `end`. `reject` gets the step's number before a step's own rejections.
 */
export function advance(
  { steps }: Plan,
  { ready, columns }: Workspace,
  from: number,
  end: number,
  rows: number,
  enter: (step: number) => Reject,
): number {
  for (let i = from; i < end; i++) {
    const step = steps[i]!
    if (step.bound === null) return i
    const { shortcut } = step
    const { inputs, outputs } = ready[i]!
    if (shortcut === undefined || shortcut.last >= end) {
      step.bound.run(inputs, outputs, rows, enter(i))
      continue
    }
    shortcut.run(columns, ready, rows, enter)
    i = shortcut.last
  }
  return end
}
