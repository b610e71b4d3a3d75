import { choice, nullable, scalar, values } from '../json/shape.js'
import { labelType } from './labels.js'
import { defineOp, type Op } from './op.js'

/**
 * label_map, version 1
 *
 *     y[i] = to[k]  where x[i] equals from[k];  otherwise, as `unknown` says, the row is refused, y[i] = x[i], or y[i] = unknown_value
 *
 * Numbers or strings to numbers or strings, cell by cell. Equality as in one_hot, so missing may be mapped too. `to` says the
 * kind of the output; with `keep` it is that of the input.
 */
export const labelMap: Op = /* @__PURE__ */ defineOp({
  name: 'label_map',
  version: 1,
  inputs: [{ kinds: ['number', 'string'] }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: {
    from: /* @__PURE__ */ values(),
    to: /* @__PURE__ */ values({ distinct: false }),
    unknown: /* @__PURE__ */ choice('error', 'keep', 'value'),
    unknown_value: /* @__PURE__ */ nullable(scalar),
  },
  bind({ from, to, unknown, unknown_value: other }, [{ kind, width }], fail) {
    const output = labelType(to).kind
    const isOf = (kind: string, value: unknown): boolean =>
      kind === 'number' ? typeof value === 'number' : value === null || typeof value === 'string'
    const wrong = from.findIndex((value) => !isOf(kind, value))
    if (wrong >= 0) fail(['attrs', 'from', wrong], `expected a value for ${kind} columns, got ${String(from[wrong])}`)
    if (from.length === 0) fail(['attrs', 'from'], 'expected at least one value, got none')
    if (to.length !== from.length) fail(['attrs', 'to'], `expected ${from.length} values, got ${to.length}`)
    if (unknown === 'keep' && output !== kind) fail(['attrs', 'to'], `expected ${kind} values, got ${output} ones`)
    if (unknown === 'value' ? !isOf(output, other) : other !== null) {
      const expected = unknown === 'value' ? `a value for ${output} columns` : 'null'
      fail(['attrs', 'unknown_value'], `expected ${expected}, got ${String(other)}`)
    }
    const index = new Map<unknown, number>(from.map((value, k) => [value, k]))
    return {
      outputs: [{ kind: output, width }],
      run([x], [y], rows, reject) {
        const cells: { [index: number]: unknown } = y.data
        for (let row = 0; row < rows; row++) {
          for (let i = 0; i < width; i++) {
            const value = x.data[x.offset + row * x.stride + i]!
            const k = index.get(value)
            if (k === undefined && unknown === 'error') {
              reject(row, 'a known value', value)
              break
            }
            cells[y.offset + row * y.stride + i] = k !== undefined ? to[k] : unknown === 'keep' ? value : other
          }
        }
      },
    }
  },
})
