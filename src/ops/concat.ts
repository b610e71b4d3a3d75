import { copy, view, type Column, type ColumnType, type SparseColumn } from '../column.js'
import { defineOp, type Bound, type Op } from './op.js'

/**
 * concat, version 1: the inputs side by side in the order given. They are all numbers or all strings, or numbers and sparse
 * rows, which makes sparse rows: of the numbers every cell that is not 0.
 */
/* @__NO_SIDE_EFFECTS__ */ function opOf<const K extends 'number' | 'string' | 'sparse'>(
  kinds: readonly K[],
  mix: typeof mixed | null,
): Op {
  return defineOp({
    name: 'concat',
    version: 1,
    inputs: [{ kinds, rest: true }],
    outputs: [{ kinds }],
    attrs: {},
    bind(_, inputs: readonly ColumnType<'number' | 'string' | 'sparse'>[], fail) {
      const { kind } = inputs[0]!
      const sparse = inputs.some((input) => input.kind === 'sparse')
      let width = 0
      const starts = inputs.map((input, i) => {
        const fits = sparse ? input.kind !== 'string' : input.kind === kind
        if (!fits) fail(['inputs', i], `expected a ${sparse ? 'number or sparse' : kind} column, got ${input.kind}`)
        width += input.width
        return width - input.width
      })
      return (sparse ? mix!(starts, width) : sideBySide({ kind, width }, starts)) as never
    },
  })
}

export const concat: Op = /* @__PURE__ */ opOf(['number', 'string', 'sparse'], mixed)

/** The same op in less code, without sparse rows. */
export const concatCells: Op = /* @__PURE__ */ opOf(['number', 'string'], null)

type Output = readonly [ColumnType<'number' | 'string' | 'sparse'>]

function sideBySide<T extends Output[0]>(type: T, starts: readonly number[]): Bound<Output> {
  // The inputs of the last run; and its output, when all of them lay in it already, as where a plan has placed them there.
  let placed: readonly Column[] | undefined
  let place: Column | undefined
  return {
    outputs: [type],
    slices: starts,
    run(columns, outputs, rows) {
      const y = outputs[0]!
      if (columns === placed && y === place) return
      placed = columns
      place = y
      for (let i = 0; i < columns.length; i++) {
        const x = columns[i]!
        if (x.data === y.data && x.offset === y.offset + starts[i]!) continue
        copy(x, view(y, 0, starts[i], x.width), rows)
        place = undefined
      }
    },
  }
}

function mixed(starts: readonly number[], width: number): Bound<Output> {
  return {
    outputs: [{ kind: 'sparse', width }],
    steps: width,
    run(columns, outputs, rows) {
      const { data, offset, stride } = outputs[0] as SparseColumn
      for (let row = 0; row < rows; row++) data[offset + row * stride] = joinRow(columns, starts, row)
    },
  }
}

function joinRow(columns: readonly Column[], starts: readonly number[], row: number): SparseColumn['data'][0] {
  let count = 0
  for (const { kind, data, offset, stride, width } of columns) {
    const from = offset + row * stride
    if (kind === 'sparse') count += data[from]!.indices.length
    else for (let i = from; i < from + width; i++) if (data[i] !== 0) count++
  }
  const indices = new Int32Array(count)
  const values = new Float64Array(count)
  let to = 0
  for (let c = 0; c < columns.length; c++) {
    const { kind, data, offset, stride, width } = columns[c]!
    const from = offset + row * stride
    const start = starts[c]!
    if (kind === 'sparse') {
      const part = data[from]!
      values.set(part.values, to)
      for (let k = 0; k < part.indices.length; k++) indices[to++] = start + part.indices[k]!
    } else if (kind === 'number') {
      for (let i = 0; i < width; i++) {
        const value = data[from + i]!
        if (value === 0) continue
        indices[to] = start + i
        values[to++] = value
      }
    }
  }
  return { indices, values }
}
