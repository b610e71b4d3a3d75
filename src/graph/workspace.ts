import { allocate, view, type Column } from '../column.js'
import type { Reject } from '../ops/op.js'
import type { Plan } from './plan.js'

interface Ready {
  readonly inputs: readonly Column[]
  readonly outputs: readonly Column[]
}

/** Memory for a block of rows. One call at a time has it. */
export interface Workspace {
  readonly capacity: number
  /** One column per slot of the plan. */
  readonly columns: readonly Column[]
  /** What each transform reads and writes, by step; empty for calls. */
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
  const ready = steps.map((step) =>
    step.type === 'call'
      ? { inputs: [], outputs: [] }
      : { inputs: step.sources.map((slot) => columns[slot]!), outputs: step.targets.map((slot) => columns[slot]!) },
  )
  return { capacity, columns, ready }
}

/**
 * Runs transforms from step `from` on, over the first `rows` rows, until the next model call, which it returns by number, or
 * to `end`. `reject` gets the step's number before a step's own rejections.
 */
export function advance(
  { steps }: Plan,
  { ready }: Workspace,
  from: number,
  end: number,
  rows: number,
  enter: (step: number) => Reject,
): number {
  for (let i = from; i < end; i++) {
    const step = steps[i]!
    if (step.type === 'call') return i
    const { inputs, outputs } = ready[i]!
    step.bound.run(inputs, outputs, rows, enter(i))
  }
  return end
}
