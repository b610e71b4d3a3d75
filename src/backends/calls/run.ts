import { view, type Column } from '../../column.js'
import { BundleError } from '../../errors.js'
import type { Reject } from '../../ops/op.js'
import type { BoundCall, Session, Value } from '../backend.js'
import { makeFeeds, type Feed } from './feeds.js'
import { takeResults, type Result } from './results.js'

type Values = Readonly<Record<string, Value>>

/** Rows of a call: how they are fed, and where the answers go. */
interface Rows {
  readonly feeds: Values
  take(answers: Values): void
}

/** One row of a call, to be run alone. */
interface Row extends Rows {
  refuse(cause: unknown): void
}

/** By its code: the backend may come with a copy of BundleError of its own, as with `require` of another subpath. */
function refusesTensor(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_TENSOR'
}

/** Calls a session for a block of rows; at once by `scoreRows` where there is one. */
export function callRunner(
  session: Session,
  feeds: readonly Feed[],
  results: readonly Result[],
  at: string,
  scoreRows: BoundCall['runSync'] | null,
): Pick<BoundCall, 'sync' | 'runSync' | 'run'> {
  const begin = (columns: readonly Column[], rows: number, reject: Reject): Rows => ({
    feeds: makeFeeds(feeds, columns, rows, reject),
    take(answers) {
      takeResults(results, answers, columns, rows, reject, at)
    },
  })
  /** The rows that are not refused, one at a time, after the model refused the block: who it can't take is refused alone. */
  const rowByRow = function* (
    columns: readonly Column[],
    rows: number,
    refused: Uint8Array,
    reject: Reject,
    error: unknown,
  ): Generator<Row> {
    if (!refusesTensor(error)) throw error
    for (let row = 0; row < rows; row++) {
      if (refused[row] === 1) continue
      const own = columns.map((column) => view(column, row))
      yield {
        ...begin(own, 1, (_, expected, value) => {
          reject(row, expected, value)
        }),
        refuse(cause) {
          if (!refusesTensor(cause)) throw cause
          reject(row, 'values that the model takes', cause.message)
        },
      }
    }
  }
  const { runSync } = session
  return {
    sync: runSync !== undefined,
    runSync:
      scoreRows ??
      ((columns, rows, refused, reject) => {
        if (runSync === undefined)
          throw new BundleError('ERR_SYNC', 'this backend answers only later: call the asynchronous form', at)
        try {
          const block = begin(columns, rows, reject)
          block.take(runSync(block.feeds))
        } catch (error) {
          for (const row of rowByRow(columns, rows, refused, reject, error)) {
            try {
              row.take(runSync(row.feeds))
            } catch (cause) {
              row.refuse(cause)
            }
          }
        }
      }),
    async run(columns, rows, refused, reject) {
      try {
        const block = begin(columns, rows, reject)
        block.take(await session.run(block.feeds))
      } catch (error) {
        for (const row of rowByRow(columns, rows, refused, reject, error)) {
          try {
            row.take(await session.run(row.feeds))
          } catch (cause) {
            row.refuse(cause)
          }
        }
      }
    },
  }
}
