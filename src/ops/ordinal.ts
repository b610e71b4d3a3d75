import { choice, number, numbers, values } from '../json/shape.js'
import { checkCategories } from './categories.js'
import { defineOp, type Op } from './op.js'

/**
 * ordinal, version 1
 *
 *     y = codes[k]  where x equals categories[k];  otherwise the row is refused, or y = unknown_value, as `unknown` says
 *
 * Equality as in one_hot. Codes may be NaN (missing stays missing).
 */
export const ordinal: Op = /* @__PURE__ */ defineOp({
  name: 'ordinal',
  version: 1,
  inputs: [{ kinds: ['number', 'string'], width: 1 }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    categories: /* @__PURE__ */ values(),
    codes: /* @__PURE__ */ numbers(['categories'], { nonFinite: true }),
    unknown: /* @__PURE__ */ choice('error', 'value'),
    unknown_value: /* @__PURE__ */ number({ nonFinite: true }),
  },
  bind({ categories, codes, unknown, unknown_value: unknownValue }, [{ kind }], fail) {
    checkCategories(categories, kind, fail)
    if (codes.length !== categories.length) {
      fail(['attrs', 'codes'], `expected ${categories.length} codes, got ${codes.length}`)
    }
    if (unknown === 'error' && unknownValue === unknownValue) {
      fail(['attrs', 'unknown_value'], `expected NaN, got ${unknownValue}`)
    }
    const index = new Map<unknown, number>(categories.map((category, k) => [category, codes[k]!]))
    return {
      outputs: [{ kind: 'number', width: 1 }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const value = x.data[x.offset + row * x.stride]!
          const code = index.get(value)
          if (code === undefined && unknown === 'error') reject(row, 'a known category', value)
          y.data[y.offset + row * y.stride] = code ?? unknownValue
        }
      },
    }
  },
})
