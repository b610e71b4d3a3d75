import { view, type CellColumn, type Column } from '../column.js'
import { BundleError, quote, type Issue } from '../errors.js'
import type { Plan } from '../graph/plan.js'
import { advance, blockSize, createWorkspace, type Workspace } from '../graph/workspace.js'
import type { Reject } from '../ops/op.js'
import { makeFeeds, takeResults, type BoundCall } from './calls.js'

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

/** By its code: the backend may come with a copy of BundleError of its own, as with `require` of another subpath. */
function refusesTensor(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_TENSOR'
}

/** One row of a call, to be run alone. */
interface Row {
  readonly feeds: ReturnType<typeof makeFeeds>
  take(answers: ReturnType<typeof makeFeeds>): void
  refuse(cause: unknown): void
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
  const sync = [...calls.values()].every(({ session }) => session.runSync !== undefined)
  const feeds = (step: number, lease: Lease, rows: number): ReturnType<typeof makeFeeds> =>
    makeFeeds(calls.get(step)!, lease.columns, rows, lease.enter(step))
  const take = (step: number, lease: Lease, rows: number, answers: ReturnType<typeof makeFeeds>): void =>
    takeResults(calls.get(step)!, answers, lease.columns, rows, lease.enter(step))
  /** The rows that are not refused, one at a time, after the model refused the block: who it can't take is refused alone. */
  const rowByRow = function* (step: number, lease: Lease, rows: number, error: unknown): Generator<Row> {
    if (!refusesTensor(error)) throw error
    const call = calls.get(step)!
    const reject = lease.enter(step)
    for (let row = 0; row < rows; row++) {
      if (lease.refused[row] === 1) continue
      const columns = lease.columns.map((column) => view(column, row))
      const own: Reject = (_, expected, value) => {
        reject(row, expected, value)
      }
      yield {
        feeds: makeFeeds(call, columns, 1, own),
        take: (answers) => {
          takeResults(call, answers, columns, 1, own)
        },
        refuse: (cause) => {
          if (!refusesTensor(cause)) throw cause
          reject(row, 'values that the model takes', cause.message)
        },
      }
    }
  }
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
        const { scoreRows, session } = calls.get(step)!
        if (scoreRows !== null) {
          scoreRows(lease.columns, rows)
          continue
        }
        const { runSync } = session
        if (runSync === undefined) {
          throw new BundleError(
            'ERR_SYNC',
            'this backend answers only later: call the asynchronous form',
            calls.get(step)!.call.at,
          )
        }
        try {
          take(step, lease, rows, runSync(feeds(step, lease, rows)))
        } catch (error) {
          for (const row of rowByRow(step, lease, rows, error)) {
            try {
              row.take(runSync(row.feeds))
            } catch (cause) {
              row.refuse(cause)
            }
          }
        }
      }
    },
    async run(lease, rows, end = last) {
      for (let step = 0; ; step++) {
        step = advance(plan, lease.workspace, step, end, rows, lease.enter)
        if (step >= end) return
        const { session } = calls.get(step)!
        try {
          take(step, lease, rows, await session.run(feeds(step, lease, rows)))
        } catch (error) {
          for (const row of rowByRow(step, lease, rows, error)) {
            try {
              row.take(await session.run(row.feeds))
            } catch (cause) {
              row.refuse(cause)
            }
          }
        }
      }
    },
  }
}
