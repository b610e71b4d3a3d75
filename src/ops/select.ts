import { integer, list } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/** select, version 1: `y[i] = x[columns[i]]`, numbers or strings. Indices may repeat, come in any order, or be none. */
export const select: Op = /* @__PURE__ */ defineOp({
  name: 'select',
  version: 1,
  inputs: [{ kinds: ['number', 'string'] }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: { columns: /* @__PURE__ */ list(/* @__PURE__ */ integer(0)) },
  bind({ columns }, [{ kind, width }], fail) {
    columns.forEach((column, i) => {
      if (column >= width) fail(['attrs', 'columns', i], `expected an index below ${width}, got ${column}`)
    })
    const indices = Uint32Array.from(columns)
    return {
      outputs: [{ kind, width: indices.length }],
      run([x], [y], rows) {
        const cells: { [index: number]: number | string | null } = y.data
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < indices.length; i++) cells[to + i] = x.data[from + indices[i]!]!
        }
      },
    }
  },
})
