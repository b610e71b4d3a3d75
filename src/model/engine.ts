import type { BoundCall } from '../backends/backend.js'
import type { CellColumn, Column } from '../column.js'
import { quote, type Issue } from '../errors.js'
import type { Plan } from '../graph/plan.js'
import { advance, blockSize, createWorkspace, type Workspace } from '../graph/workspace.js'
import type { Reject } from '../ops/op.js'

/** A workspace leased to one call, and what that call has to say of its rows. */
export interface Lease {
  readonly workspace: Workspace
  /** All slots; the first are the inputs. */
  readonly columns: readonly Column[]
  readonly outputs: readonly CellColumn[]
  /** The problems so far. */
  issues: Issue[]
  /** 1 for a row of this block that is refused. */
  readonly refused: Uint8Array
  /** The number of the block's first row within the call. */
  start: number
  enter: (step: number) => Reject
}

/** Runs a plan over leased workspaces: two calls that overlap never share one. */
export interface Engine {
  readonly plan: Plan
  /** Whether every model can answer at once. */
  readonly sync: boolean
  /** Rows of a block. */
  readonly block: number
  lease(rows: number): Lease
  release(lease: Lease): void
  /** Runs the first `rows` rows to step `end` (not included). */
  runSync(lease: Lease, rows: number, end?: number): void
  run(lease: Lease, rows: number, end?: number): Promise<void>
}

function createLease(plan: Plan, capacity: number): Lease {
  const workspace = createWorkspace(plan, capacity)
  const { columns } = workspace
  let current = 0
  const reject: Reject = (row, expected, value) => {
    if (lease.refused[row] === 1) return
    lease.refused[row] = 1
    lease.issues.push({
      row: lease.start + row,
      field: plan.steps[current]!.id,
      code: 'refused_by_transform',
      message: `expected ${expected}, got ${quote(value)}`,
      value,
      fatal: true,
    })
  }
  const lease: Lease = {
    workspace,
    columns,
    outputs: plan.outputs.map((slot) => columns[slot] as CellColumn),
    issues: [],
    refused: new Uint8Array(capacity),
    start: 0,
    enter(step) {
      current = step
      return reject
    },
  }
  return lease
}

/** `calls` has the bound model call of each step that is one. */
export function createEngine(plan: Plan, calls: ReadonlyMap<number, BoundCall>): Engine {
  const block = blockSize(
    plan,
    [...calls.values()].reduce((sum, call) => sum + call.dense, 0),
  )
  const single: Lease[] = []
  const many: Lease[] = []
  const last = plan.steps.length
  const sync = [...calls.values()].every((call) => call.sync)
  return {
    plan,
    sync,
    block,
    lease(rows) {
      const lease = rows === 1 ? (single.pop() ?? createLease(plan, 1)) : (many.pop() ?? createLease(plan, block))
      lease.issues = []
      if (rows === 1) lease.refused[0] = 0
      else lease.refused.fill(0)
      lease.start = 0
      return lease
    },
    release(lease) {
      const pool = lease.workspace.capacity === 1 ? single : many
      pool.push(lease)
    },
    runSync(lease, rows, end = last) {
      for (let step = 0; ; step++) {
        step = advance(plan, lease.workspace, step, end, rows, lease.enter)
        if (step >= end) return
        calls.get(step)!.runSync(lease.columns, rows, lease.refused, lease.enter(step))
      }
    },
    async run(lease, rows, end = last) {
      for (let step = 0; ; step++) {
        step = advance(plan, lease.workspace, step, end, rows, lease.enter)
        if (step >= end) return
        await calls.get(step)!.run(lease.columns, rows, lease.refused, lease.enter(step))
      }
    },
  }
}
