import { values } from '../json/shape.js'
import { marker, matcher } from './marker.js'
import { defineOp, type Op } from './op.js'

/**
 * impute, version 1
 *
 *     y[i] = x[i] is missing ? fill[i] : x[i]
 *
 * Numbers or strings. Missing is what `missing` says: NaN, a number, null or a string.
 */
export const impute: Op = /* @__PURE__ */ defineOp({
  name: 'impute',
  version: 1,
  inputs: [{ kinds: ['number', 'string'] }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: { missing: marker, fill: /* @__PURE__ */ values({ distinct: false }) },
  bind({ missing, fill }, [{ kind, width }], fail) {
    const isMissing = matcher(missing, kind, fail)
    if (fill.length !== width) fail(['attrs', 'fill'], `expected ${width} values, got ${fill.length}`)
    const fits = (value: unknown): boolean => (typeof value === 'number') === (kind === 'number')
    const wrong = fill.findIndex((value) => !fits(value))
    if (wrong >= 0) fail(['attrs', 'fill', wrong], `expected a value for ${kind} columns, got ${String(fill[wrong])}`)
    return {
      outputs: [{ kind, width }],
      run([x], [y], rows) {
        const cells: { [index: number]: number | string | null } = y.data
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            const value = x.data[from + i]!
            cells[to + i] = isMissing(value) ? fill[i]! : value
          }
        }
      },
    }
  },
})
