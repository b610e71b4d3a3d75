import type { ColumnType, SparseColumn } from '../column.js'
import { integer, list } from '../json/shape.js'
import { defineOp, type Bound, type Op } from './op.js'

/**
 * select, version 1: `y[i] = x[columns[i]]`, numbers, strings or sparse rows, which hold what x holds. Indices may repeat, come in any
 * order, or be none.
 */
export const select: Op = /* @__PURE__ */ defineOp({
  name: 'select',
  version: 1,
  inputs: [{ kinds: ['number', 'string', 'sparse'] }],
  outputs: [{ kinds: ['number', 'string', 'sparse'] }],
  attrs: { columns: /* @__PURE__ */ list(/* @__PURE__ */ integer(0)) },
  bind({ columns }, [{ kind, width }], fail) {
    columns.forEach((column, i) => {
      if (column >= width) fail(['attrs', 'columns', i], `expected an index below ${width}, got ${column}`)
    })
    const indices = Uint32Array.from(columns)
    if (kind === 'sparse') return sparsely(indices, width)
    return {
      outputs: [{ kind, width: indices.length }],
      run([x], [y], rows) {
        const cells: { [index: number]: unknown } = y.data
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < indices.length; i++) cells[to + i] = x.data[from + indices[i]!]!
        }
      },
    }
  },
})

function sparsely(columns: Uint32Array, width: number): Bound<readonly [ColumnType<'number' | 'string' | 'sparse'>]> {
  // The first place where each cell of x goes, and after each place the next one of the same cell.
  const first = new Int32Array(width).fill(-1)
  const next = new Int32Array(columns.length)
  for (let i = columns.length - 1; i >= 0; i--) {
    next[i] = first[columns[i]!]!
    first[columns[i]!] = i
  }
  const held = new Int32Array(width)
  return {
    outputs: [{ kind: 'sparse', width: columns.length }],
    steps: columns.length,
    run([x], outputs, rows) {
      const y = outputs[0] as SparseColumn
      for (let row = 0; row < rows; row++) {
        const { indices, values } = (x as SparseColumn).data[x!.offset + row * x!.stride]!
        const places: number[] = []
        for (let k = 0; k < indices.length; k++) {
          held[indices[k]!] = k
          for (let i = first[indices[k]!]!; i >= 0; i = next[i]!) places.push(i)
        }
        const to = Int32Array.from(places).sort()
        y.data[y.offset + row * y.stride] = {
          indices: to,
          values: Float64Array.from(to, (i) => values[held[columns[i]!]!]!),
        }
      }
    },
  }
}
