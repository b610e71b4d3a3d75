import { BundleError, mismatch, quote, type Issue } from '../errors.js'
import { columnsDecoder, type OutputColumns } from '../schema/decode-columns.js'
import { recordDecoder, type OutputRecord } from '../schema/decode.js'
import type { Schema } from '../schema/document.js'
import { columnsEncoder, isRowCount } from '../schema/encode-columns.js'
import { recordEncoder } from '../schema/encode.js'
import type { InputEncoder } from '../schema/input-encoder.js'
import type { Engine, Lease } from './engine.js'
import { checkOptions } from './options.js'
import { refusal } from './refusal.js'

/** Input columns by name: arrays or typed arrays of one length. */
export type ColumnsIn = Readonly<Record<string, ArrayLike<unknown>>>

/** Outputs of a batch with every issue, each with its row. A refused record's output is null (missing in columns). */
export interface Batch<T> {
  readonly outputs: T
  readonly issues: readonly Issue[]
}

export interface BatchOptions {
  /** `throw` (the default) throws ERR_INPUT when any record is refused; `null` puts null in its place. */
  readonly onInvalid?: 'throw' | 'null'
}

/** The two forms of the batch call, for records and for columns. */
export interface BatchCalls {
  predictBatch(records: readonly unknown[], options?: BatchOptions): Promise<Batch<(OutputRecord | null)[]>>
  predictBatch(columns: ColumnsIn, options?: BatchOptions): Promise<Batch<OutputColumns>>
  predictBatchSync(records: readonly unknown[], options?: BatchOptions): Batch<(OutputRecord | null)[]>
  predictBatchSync(columns: ColumnsIn, options?: BatchOptions): Batch<OutputColumns>
}

/** One batch in work: how its rows get into a block and out of it. */
interface Job<T> {
  readonly rows: number
  readonly outputs: T
  encode(lease: Lease, rows: number): void
  decode(lease: Lease, rows: number): void
}

/** What `read` gives of the caller's data, which may throw anything where it is asked. */
function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError('ERR_ARGUMENT', 'expected data that can be read, got some that throws', '', { cause })
  }
}

/** A record of a batch; nothing, which is no record, where the batch throws. */
function recordAt(records: readonly unknown[], i: number): unknown {
  try {
    return records[i]
  } catch {
    return undefined
  }
}

/** Batch calls over an engine, a block of rows at a time; `alive` throws once the model is disposed of. */
export function batchCalls(
  schema: Schema,
  encoders: readonly InputEncoder[],
  engine: Engine,
  alive: () => void,
): BatchCalls {
  const { encodeRecord } = recordEncoder(schema, encoders)
  const { decodeRow } = recordDecoder(schema)
  const { selectColumns, encodeColumns } = columnsEncoder(schema, encoders)
  const { plan } = engine
  const widths = plan.outputs.map((slot) => plan.slots[slot]!.type.width)

  const recordsJob = (records: readonly unknown[]): Job<(OutputRecord | null)[]> => {
    const outputs = new Array<OutputRecord | null>(records.length)
    return {
      rows: records.length,
      outputs,
      encode({ columns, issues, refused, start }, rows) {
        for (let row = 0; row < rows; row++) {
          if (!encodeRecord(recordAt(records, start + row), row, columns, issues, start)) refused[row] = 1
        }
      },
      decode({ outputs: columns, refused, start }, rows) {
        for (let row = 0; row < rows; row++) outputs[start + row] = refused[row] === 1 ? null : decodeRow(columns, row)
      },
    }
  }
  const columnsJob = (data: ColumnsIn): Job<OutputColumns> => {
    const selected = selectColumns(data)
    const { columns, decodeColumns } = columnsDecoder(schema, widths, selected.rows)
    return {
      rows: selected.rows,
      outputs: columns,
      encode(lease, rows) {
        readable(() => {
          encodeColumns(selected, lease.start, rows, lease.columns, lease.issues, lease.refused)
        })
      },
      decode({ outputs, refused, start }, rows) {
        decodeColumns(outputs, rows, refused, start)
      },
    }
  }
  const throwsFor = (options: BatchOptions | undefined): boolean => {
    const { onInvalid = 'throw' } = checkOptions(options, 'onInvalid')
    if (onInvalid === 'throw' || onInvalid === 'null') return onInvalid === 'throw'
    mismatch('ERR_ARGUMENT', 'onInvalid to be "throw" or "null"', quote(onInvalid))
  }
  const jobOf = (data: readonly unknown[] | ColumnsIn): Job<unknown> => {
    if (!Array.isArray(data)) return columnsJob(data as ColumnsIn)
    if (!isRowCount(data.length))
      throw new BundleError('ERR_ARGUMENT', `expected records, got ${quote(data.length)} of them`, '')
    return recordsJob(data)
  }
  const jobFor = (data: readonly unknown[] | ColumnsIn): Job<unknown> => {
    alive()
    return readable(() => jobOf(data))
  }
  /** Prepares the block that starts at row `start` and gives its size. */
  const enter = (job: Job<unknown>, lease: Lease, start: number): number => {
    const rows = Math.min(engine.block, job.rows - start)
    lease.start = start
    lease.refused.fill(0, 0, rows)
    job.encode(lease, rows)
    return rows
  }
  const result = ({ outputs }: Job<unknown>, { issues }: Lease, throws: boolean): Batch<unknown> => {
    if (throws && issues.some((issue) => issue.fatal)) throw refusal(issues, true)
    return { outputs, issues }
  }

  const predictBatchSync = (data: readonly unknown[] | ColumnsIn, options?: BatchOptions): Batch<unknown> => {
    const throws = throwsFor(options)
    const job = jobFor(data)
    const lease = engine.lease(engine.block)
    try {
      for (let start = 0; start < job.rows; start += engine.block) {
        const rows = enter(job, lease, start)
        engine.runSync(lease, rows)
        job.decode(lease, rows)
      }
      return result(job, lease, throws)
    } finally {
      engine.release(lease)
    }
  }
  const predictBatch = async (
    data: readonly unknown[] | ColumnsIn,
    options?: BatchOptions,
  ): Promise<Batch<unknown>> => {
    if (engine.sync) return predictBatchSync(data, options)
    const throws = throwsFor(options)
    const job = jobFor(data)
    const lease = engine.lease(engine.block)
    try {
      for (let start = 0; start < job.rows; start += engine.block) {
        const rows = enter(job, lease, start)
        await engine.run(lease, rows)
        job.decode(lease, rows)
      }
      return result(job, lease, throws)
    } finally {
      engine.release(lease)
    }
  }
  return { predictBatch, predictBatchSync } as BatchCalls
}
