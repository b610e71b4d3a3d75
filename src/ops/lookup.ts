import { choice, integer, list, values } from '../json/shape.js'
import { labelType } from './labels.js'
import { defineOp, type Fail, type Op } from './op.js'

/** A table's index, a level per key: `get(key of column 0).get(key of column 1)...` is the row's number. */
type Index = Map<unknown, Index | number>

/** Refuses a row whose keys are those of an earlier one. */
function indexRows(keys: readonly (readonly unknown[])[], rows: number, fail: Fail): Index {
  const root: Index = new Map()
  const last = keys.length - 1
  for (let row = 0; row < rows; row++) {
    let level = root
    for (let i = 0; i < last; i++) {
      const next = (level.get(keys[i]![row]) as Index | undefined) ?? new Map()
      level.set(keys[i]![row], next)
      level = next
    }
    const key = keys[last]![row]
    if (level.has(key)) fail(['attrs', 'keys', last, row], 'expected keys that no earlier row has, got the same')
    level.set(key, row)
  }
  return root
}

/**
 * lookup, version 1
 *
 *     y[j] = values[r * width + j]  where x_i equals keys[i][r] for every input i;  otherwise the row is refused, or
 *     y[j] = unknown_values[j], as `unknown` says
 *
 * A table by one key or by several; numbers or strings in and out. Equality as in one_hot, so missing may be a key. No two rows
 * of the table have the same keys; it has at least one row.
 */
export const lookup: Op = /* @__PURE__ */ defineOp({
  name: 'lookup',
  version: 1,
  inputs: [{ kinds: ['number', 'string'], width: 1, rest: true }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: {
    keys: /* @__PURE__ */ list(/* @__PURE__ */ values({ distinct: false }), 1),
    values: /* @__PURE__ */ values({ distinct: false }),
    width: /* @__PURE__ */ integer(1, 0xffff_ffff),
    unknown: /* @__PURE__ */ choice('error', 'values'),
    unknown_values: /* @__PURE__ */ values({ distinct: false }),
  },
  bind({ keys, values, width, unknown, unknown_values: others }, inputs, fail) {
    if (keys.length !== inputs.length) fail(['attrs', 'keys'], `expected ${inputs.length} keys, got ${keys.length}`)
    const rows = keys[0]!.length
    keys.forEach((column, i) => {
      const { kind } = inputs[i]!
      const wrong = column.findIndex((key: unknown) => (typeof key === 'number') !== (kind === 'number'))
      if (wrong >= 0)
        fail(['attrs', 'keys', i, wrong], `expected a key for ${kind} columns, got ${String(column[wrong])}`)
      if (column.length !== rows) fail(['attrs', 'keys', i], `expected ${rows} keys, got ${column.length}`)
    })
    if (values.length === 0 || values.length !== rows * width) {
      fail(
        ['attrs', 'values'],
        `expected ${width} values for each of at least one row, got ${values.length} for ${rows}`,
      )
    }
    const { kind } = labelType(values)
    const wanted = unknown === 'values' ? width : 0
    if (others.length !== wanted) fail(['attrs', 'unknown_values'], `expected ${wanted} values, got ${others.length}`)
    if (others.some((value: unknown) => (typeof value === 'number') !== (kind === 'number'))) {
      fail(['attrs', 'unknown_values'], `expected ${kind} values as in the table, got others`)
    }
    const index = indexRows(keys, rows, fail)
    return {
      outputs: [{ kind, width }],
      steps: inputs.length + width,
      run(xs, [y], rows, reject) {
        const cells: { [index: number]: unknown } = y.data
        for (let row = 0; row < rows; row++) {
          let found: Index | number | undefined = index
          for (const x of xs) found = (found as Index | undefined)?.get(x.data[x.offset + row * x.stride])
          if (found === undefined && unknown === 'error') {
            const [x] = xs
            reject(row, 'keys of the table', x!.data[x!.offset + row * x!.stride])
          }
          const from = found === undefined ? others : values
          const start = ((found as number | undefined) ?? 0) * width
          for (let j = 0; j < width; j++) cells[y.offset + row * y.stride + j] = from[start + j]
        }
      },
    }
  },
})
