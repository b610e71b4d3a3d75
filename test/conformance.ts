import { elements, view, type Column, type ColumnType, type SparseRow } from '../src/column.js'
import { BundleError } from '../src/errors.js'
import { defaultLimits } from '../src/limits.js'
import type { JsonValue } from '../src/json/canonical.js'
import type { Bound, Op, Resources } from '../src/ops/op.js'

/** A cell as JSON says it; spec/vectors/README.md has the format. */
export type Cell = number | string | null | { readonly $number: string }

/** A row of tokens, or a sparse row. */
type Row = readonly string[] | null | { readonly indices: readonly number[]; readonly values: readonly Cell[] }

interface Cells extends ColumnType {
  readonly data: readonly (Cell | Row)[]
}

interface ValidCase {
  readonly name: string
  readonly attrs: JsonValue
  readonly rows: number
  readonly inputs: readonly Cells[]
  readonly outputs: readonly Cells[]
  readonly rejected?: readonly { readonly row: number; readonly value: Cell }[]
}

interface InvalidCase {
  readonly name: string
  readonly attrs: JsonValue
  readonly inputs: readonly ColumnType[]
  readonly invalid: readonly [code: string, at: string]
  readonly beyond_schema?: boolean
}

export type Case = ValidCase | InvalidCase

/** One file of spec/vectors/ops. */
export interface Vectors {
  readonly op: string
  readonly version: number
  readonly tensors?: Readonly<
    Record<string, { readonly type?: string; readonly shape: readonly number[]; readonly data: readonly Cell[] }>
  >
  readonly strings?: Readonly<Record<string, readonly (string | null)[]>>
  readonly cases: readonly Case[]
}

const none: Resources = { tensors: new Map(), strings: new Map(), budget: { left: 0 }, limits: defaultLimits }

function numberOf(cell: unknown): number {
  return Number(typeof cell === 'object' && cell !== null ? (cell as { $number: string }).$number : cell)
}

function tensorData(type: string | undefined, numbers: readonly number[]): ArrayLike<number | bigint> {
  if (type === 'I64') return BigInt64Array.from(numbers, BigInt)
  return type === 'F32' ? Float32Array.from(numbers) : Float64Array.from(numbers)
}

/** What attributes of the file's cases refer to. */
export function resourcesOf({ tensors = {}, strings = {} }: Vectors): Resources {
  return {
    tensors: new Map(
      Object.entries(tensors).map(([name, { type, shape, data }]) => [
        name,
        { shape, data: tensorData(type, data.map(numberOf)) },
      ]),
    ),
    strings: new Map(Object.entries(strings)),
    budget: { left: 1_000_000 },
    limits: defaultLimits,
  }
}

/** Frames below are of inputs. */
const firstOutput = 16

/**
 * The cells inside a larger buffer of marks, `rows` of them at most: a kernel that mistakes offset or stride, or writes
 * elsewhere, is seen. Each `frame` gives another offset, stride and mark.
 */
function framed({ kind, width }: ColumnType, rows: number, frame: number, cells: Cells['data']): Column {
  const mark = frame < firstOutput ? { number: Infinity, string: 'input mark' } : { number: -77.25, string: 'mark' }
  const count = elements({ kind, width })
  const place = { width, offset: 2 + frame, stride: count + 3 + frame }
  const size = place.offset + (rows + 1) * place.stride
  const index = (cell: number): number => place.offset + Math.floor(cell / count) * place.stride + (cell % count)
  if (kind === 'number') {
    const data = new Float64Array(size).fill(mark.number)
    cells.forEach((cell, i) => (data[index(i)] = numberOf(cell)))
    return { kind, ...place, data }
  }
  if (kind === 'tokens') {
    const data = new Array<readonly string[] | null>(size).fill([mark.string])
    cells.forEach((row, i) => (data[index(i)] = row as readonly string[] | null))
    return { kind, ...place, data }
  }
  if (kind === 'sparse') {
    const data = new Array<SparseRow>(size).fill(sparseRow({ indices: [0], values: [mark.number] }))
    cells.forEach((row, i) => (data[index(i)] = sparseRow(row)))
    return { kind, ...place, data }
  }
  const data = new Array<string | null>(size).fill(mark.string)
  cells.forEach((cell, i) => (data[index(i)] = cell as string | null))
  return { kind, ...place, data }
}

function sparseRow(row: unknown): SparseRow {
  const { indices, values } = row as { indices: readonly number[]; values: readonly Cell[] }
  return { indices: Int32Array.from(indices), values: Float64Array.from(values, numberOf) }
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  const keys = Object.keys(a)
  const part = (value: object, key: string): unknown => (value as Record<string, unknown>)[key]
  return keys.length === Object.keys(b).length && keys.every((key) => same(part(a, key), part(b, key)))
}

/** The first cell in which two buffers differ, but for those of rejected rows. */
function difference(got: Column, wanted: Column, rejected: ReadonlySet<number>): string | null {
  for (let i = 0; i < wanted.data.length; i++) {
    const row = Math.floor((i - wanted.offset) / wanted.stride)
    const inside = i >= wanted.offset && (i - wanted.offset) % wanted.stride < elements(wanted)
    if (inside && rejected.has(row)) continue
    if (!same(got.data[i], wanted.data[i])) {
      const cell = inside ? `row ${row}, cell ${(i - wanted.offset) % wanted.stride}` : `outside, at ${i}`
      return `${cell}: expected ${show(wanted.data[i])}, got ${show(got.data[i])}`
    }
  }
  return got.data.length === wanted.data.length ? null : 'the buffer changed its length'
}

function show(value: unknown): string {
  if (typeof value !== 'object') return Object.is(value, -0) ? '-0' : JSON.stringify(value)
  return JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part,
  )
}

/** Runs the case `size` rows at a time; `place` puts the inputs, given the output columns. */
function runCase(
  bound: Bound,
  one: ValidCase,
  size: number,
  place: (column: Cells, i: number, outputs: readonly Column[]) => Column,
): string | null {
  const { rows, inputs, outputs, rejected = [] } = one
  const got = bound.outputs.map((type, i) => framed(type, rows, firstOutput + i, []))
  const given = inputs.map((column, i) => place(column, i, got))
  const apart = given.map(({ data }) => got.every((column) => column.data !== data))
  const before = given.map((column) => ({ ...column, data: column.data.slice() }) as Column)
  const reports: { row: number; value: unknown }[] = []
  for (let start = 0; start === 0 || start < rows; start += size) {
    const from = (column: Column): Column => view(column, start)
    bound.run(given.map(from), got.map(from), Math.min(size, rows), (row, expected, value) => {
      reports.push({ row: start + row, value: expected === '' ? 'a report without what was expected' : value })
    })
  }
  const reported = ({ row, value }: { row: number; value: Cell }, i: number): boolean =>
    reports[i]?.row === row &&
    Object.is(reports[i].value, typeof value === 'string' || value === null ? value : numberOf(value))
  if (reports.length !== rejected.length || !rejected.every(reported)) {
    return `expected ${rejected.length} rejected, got ${reports.map(({ row, value }) => `${row}: ${show(value)}`).join('; ') || 'none'}`
  }
  const refused = new Set(rejected.map(({ row }) => row))
  for (let i = 0; i < got.length; i++) {
    const found = difference(got[i]!, framed(outputs[i]!, rows, firstOutput + i, outputs[i]!.data), refused)
    if (found !== null) return `output ${i}, ${found}`
  }
  for (let i = 0; i < given.length; i++) {
    const found = apart[i] ? difference(given[i]!, before[i]!, new Set()) : null
    if (found !== null) return `it wrote into input ${i}, ${found}`
  }
  return null
}

function checkInvalid(error: unknown, expected: InvalidCase['invalid'] | undefined): string | null {
  if (!(error instanceof BundleError)) return `bind threw ${String(error)}`
  if (expected === undefined) return `bind refused it: ${error.code} ${error.message}`
  const [code, at] = expected
  return error.code === code && error.at === at
    ? null
    : `expected ${code} at ${at}, got ${error.code} at ${error.at}: ${error.message}`
}

/**
 * Why one case of a vector file fails, or null. All rows at once, then one row at a time; where the op lays its inputs side
 * by side, also with the inputs where the op says that they may already be. No test framework, no file system.
 */
export function check(op: Op, one: Case, resources: Resources = none): string | null {
  let bound: Bound
  try {
    bound = op.bind(one.attrs, one.inputs, resources, '')
  } catch (error) {
    return checkInvalid(error, 'invalid' in one ? one.invalid : undefined)
  }
  if ('invalid' in one) return `bind accepted it, expected ${one.invalid.join(' at ')}`
  const types = (columns: readonly ColumnType[]): string => columns.map((c) => `${c.kind} ${c.width}`).join(', ')
  if (types(bound.outputs) !== types(one.outputs)) {
    return `expected outputs ${types(one.outputs)}, got ${types(bound.outputs)}`
  }
  const outside = bound.outputs.findIndex(({ kind }, i) => op.outputs[i]?.kinds.includes(kind) !== true)
  if (outside >= 0 || bound.outputs.length !== op.outputs.length)
    return 'its outputs are not those that the op declares'
  const { rows, inputs } = one
  const apart = (column: Cells, i: number): Column => framed(column, rows, i, column.data)
  for (const size of new Set([Math.max(rows, 1), 1])) {
    const failure = runCase(bound, one, size, apart)
    if (failure !== null) return `${size} rows at a time: ${failure}`
  }
  const { slices } = bound
  if (slices === undefined) return null
  if (slices.length !== inputs.length) return `expected ${inputs.length} slices, got ${slices.length}`
  // The same place in another buffer must not be taken for the place itself.
  for (const inside of [true, false]) {
    const failure = runCase(bound, one, Math.max(rows, 1), (column, i, [y]) => {
      const x = view(inside ? y! : framed(one.outputs[0]!, rows, firstOutput, []), 0, slices[i], column.width)
      const cells: { [index: number]: unknown } = x.data
      column.data.forEach((cell, k) => {
        const at = x.offset + Math.floor(k / x.width) * x.stride + (k % x.width)
        cells[at] = x.kind === 'number' ? numberOf(cell) : cell
      })
      return x
    })
    if (failure !== null) return `inputs ${inside ? 'inside' : 'placed like'} the output: ${failure}`
  }
  return null
}
