import { choice, integer, list, nullable, values } from '../json/shape.js'
import { checkCategories } from './categories.js'
import { defineOp, type Op } from './op.js'

/**
 * one_hot, version 1
 *
 *     y[j] = x equals categories[k] and columns[k] === j ? 1 : 0
 *
 * Strings are equal when their code units are, numbers by value; NaN equals NaN, null equals null. Column -1 is a known
 * category without a cell (a dropped one); categories may share a column (infrequent ones). A value that is no category
 * refuses the row, sets no cell, or sets the cell `infrequent` (none for -1), as `unknown` says.
 */
export const oneHot: Op = /* @__PURE__ */ defineOp({
  name: 'one_hot',
  version: 1,
  inputs: [{ kinds: ['number', 'string'], width: 1 }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    categories: /* @__PURE__ */ values(),
    columns: /* @__PURE__ */ list(/* @__PURE__ */ integer(-1)),
    width: /* @__PURE__ */ integer(0, 0xffff_ffff),
    unknown: /* @__PURE__ */ choice('error', 'zeros', 'infrequent'),
    infrequent: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(-1)),
  },
  bind({ categories, columns, width, unknown, infrequent }, [{ kind }], fail) {
    checkCategories(categories, kind, fail)
    if (columns.length !== categories.length) {
      fail(['attrs', 'columns'], `expected ${categories.length} columns, got ${columns.length}`)
    }
    columns.forEach((column, k) => {
      if (column >= width) fail(['attrs', 'columns', k], `expected a column below ${width}, got ${column}`)
    })
    if ((unknown === 'infrequent') !== (infrequent !== null) || (infrequent ?? -1) >= width) {
      fail(
        ['attrs', 'infrequent'],
        `expected ${unknown === 'infrequent' ? `a column below ${width}` : 'null'}, got ${infrequent}`,
      )
    }
    const index = new Map<unknown, number>(categories.map((category, k) => [category, columns[k]!]))
    const other = infrequent ?? -1
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows, reject) {
        const { data: cells } = y
        for (let row = 0; row < rows; row++) {
          const value = x.data[x.offset + row * x.stride]!
          const to = y.offset + row * y.stride
          const end = to + width
          for (let i = to; i < end; i++) cells[i] = 0
          const j = index.get(value)
          if (j === undefined && unknown === 'error') reject(row, 'a known category', value)
          else if ((j ?? other) >= 0) cells[to + (j ?? other)] = 1
        }
      },
    }
  },
})
