import type { Session, SparseTensor, Tensor, Value } from '../backends/backend.js'
import type { CellColumn, Column, NumberColumn, SparseColumn } from '../column.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import type { Call, Plan } from '../graph/plan.js'
import type { Reject } from '../ops/op.js'

type FeedType = 'float32' | 'float64' | 'int64'

/** A model call with its session: what is fed as which type. */
export interface BoundCall {
  readonly call: Call
  readonly session: Session
  readonly types: readonly FeedType[]
  /** Cells of a row that are made dense for the model. */
  readonly dense: number
  /** Scores the rows where they stand, for a session that can. */
  readonly scoreRows: ((columns: readonly Column[], rows: number) => void) | null
}

/** Checks a call against what the model says of itself; throws ERR_GRAPH_INVALID or ERR_REF_UNKNOWN at the node. */
export function bindCall(call: Call, session: Session, { slots }: Plan): BoundCall {
  const fail = (message: string, ...path: string[]): never => {
    throw new BundleError('ERR_GRAPH_INVALID', message, pointer(call.at, ...path))
  }
  const types = call.feeds.map(({ name, slot }): FeedType => {
    const port = session.inputs.find((input) => input.name === name)
    if (port === undefined) return fail(`the model has no input ${quote(name)}`, 'inputs', name)
    checkDims(port.dims, slots[slot]!.type.width, (message) => fail(message, 'inputs', name))
    const { type } = port
    if (type === 'float32' || type === 'float64' || type === 'int64') return type
    return fail(`expected a model input of float32, float64 or int64, got ${type}`, 'inputs', name)
  })
  for (const { name } of session.inputs) {
    if (!call.feeds.some((feed) => feed.name === name)) fail(`nothing feeds the model's input ${quote(name)}`, 'inputs')
  }
  for (const { name, type, width } of call.results) {
    const port = session.outputs.find((output) => output.name === name)
    if (port === undefined) return fail(`the model has no output ${quote(name)}`, 'outputs')
    if (port.type !== null && port.type !== type)
      fail(`expected ${port.type} for ${quote(name)}, got ${type}`, 'outputs')
    checkDims(port.dims, width, (message) => fail(message, 'outputs'))
  }
  const dense = call.feeds.reduce((sum, { name, slot }, i) => {
    const { kind, width } = slots[slot]!.type
    return kind === 'sparse' && !takesSparse(session, name, types[i]!) ? sum + width : sum
  }, 0)
  return { call, session, types, dense, scoreRows: bindRows(call, session, slots) }
}

/** int64 inputs are fed dense: each of their cells is checked. */
function takesSparse({ sparse }: Session, name: string, type: FeedType): boolean {
  return type !== 'int64' && sparse?.includes(name) === true
}

function bindRows(
  { feeds: [feed], results: [result, ...more] }: Call,
  session: Session,
  slots: Plan['slots'],
): BoundCall['scoreRows'] {
  if (feed === undefined || result === undefined || more.length > 0) return null
  const { kind, width } = slots[feed.slot]!.type
  const scorer = session.rowScorer?.(width) ?? null
  if (scorer === null || scorer.width !== result.width || scorer.type !== result.type) return null
  const score = kind === 'number' ? scorer.score : kind === 'sparse' ? scorer.scoreSparse : null
  if (score === null) return null
  return (columns, rows) => {
    const x = columns[feed.slot]!
    const y = columns[result.slot] as NumberColumn
    score(x.data as never, x.offset, x.stride, rows, y.data, y.offset, y.stride)
  }
}

function checkDims(dims: readonly number[] | null, width: number, fail: (message: string) => never): void {
  if (dims === null) return
  const fits = dims.length === 2 ? dims[1] === -1 || dims[1] === width : dims.length === 1 && width === 1
  if (!fits) fail(`expected [rows, ${width}], got a model's [${dims.join(', ')}]`)
}

/** The cells of `rows` rows, row-major: the column's own memory where they are contiguous. */
function gather({ data, offset, stride, width }: NumberColumn, rows: number): Float64Array {
  if (stride === width || rows === 1) return data.subarray(offset, offset + rows * width)
  const cells = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) cells[row * width + i] = data[offset + row * stride + i]!
  }
  return cells
}

function feedTensor(type: FeedType, column: NumberColumn, rows: number): Tensor {
  const cells = gather(column, rows)
  const dims = [rows, column.width]
  if (type === 'float64') return { type, dims, data: cells }
  if (type === 'float32') return { type, dims, data: Float32Array.from(cells) }
  return { type, dims, data: BigInt64Array.from(cells, (x) => (Number.isSafeInteger(x) ? BigInt(x) : 0n)) }
}

function sparseTensor(type: 'float32' | 'float64', column: SparseColumn, rows: number): SparseTensor {
  const { data, offset, stride, width } = column
  const taken = Array.from({ length: rows }, (_, row) => {
    const { indices, values } = data[offset + row * stride]!
    return { indices, values: type === 'float32' ? values.map(Math.fround) : values }
  })
  return { type, dims: [rows, width], rows: taken }
}

function toNumbers({ data, offset, stride, width }: SparseColumn, rows: number): NumberColumn {
  const cells = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const { indices, values } = data[offset + row * stride]!
    for (let k = 0; k < indices.length; k++) cells[row * width + indices[k]!] = values[k]!
  }
  return { kind: 'number', width, data: cells, offset: 0, stride: width }
}

/** What the model is fed for the first `rows` rows. An int64 input refuses rows whose cells are no safe integers. */
export function makeFeeds(
  { call, session, types }: BoundCall,
  columns: readonly Column[],
  rows: number,
  reject: Reject,
): Record<string, Value> {
  const feeds = Object.create(null) as Record<string, Value>
  call.feeds.forEach(({ name, slot }, i) => {
    const type = types[i]!
    const given = columns[slot] as NumberColumn | SparseColumn
    if (given.kind === 'sparse' && type !== 'int64' && takesSparse(session, name, type)) {
      feeds[name] = sparseTensor(type, given, rows)
      return
    }
    const column = given.kind === 'sparse' ? toNumbers(given, rows) : given
    if (type === 'int64') refuseCells(column, rows, reject)
    feeds[name] = feedTensor(type, column, rows)
  })
  return feeds
}

function refuseCells({ data, offset, stride, width }: NumberColumn, rows: number, reject: Reject): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const value = data[offset + row * stride + i]!
      if (!Number.isSafeInteger(value)) reject(row, 'a safe integer', value)
    }
  }
}

/** Writes what the model answered into the workspace; throws ERR_BACKEND when it is not what the graph declares. */
export function takeResults(
  { call }: BoundCall,
  answers: Readonly<Record<string, Value>>,
  columns: readonly Column[],
  rows: number,
  reject: Reject,
): void {
  for (const { name, type, width, slot } of call.results) {
    const tensor = answers[name] as Tensor | undefined
    const { dims } = tensor ?? {}
    const fits = dims !== undefined && (dims.length === 2 ? dims[1] === width : dims.length === 1 && width === 1)
    if (tensor?.type !== type || !fits || dims[0] !== rows) {
      const got = dims === undefined ? 'no tensor' : `${tensor?.type} [${dims.join(', ')}]`
      mismatch('ERR_BACKEND', `${type} [${rows}, ${width}] for ${quote(name)}`, got, call.at)
    }
    const target = columns[slot] as CellColumn
    const cells: { [index: number]: unknown } = target.data
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const value = tensor.data[row * width + i]!
        if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) reject(row, 'a safe integer', value)
        cells[target.offset + row * target.stride + i] = typeof value === 'bigint' ? Number(value) : value
      }
    }
  }
}
