import { fields, numbers, strings, values } from '../json/shape.js'
import { recase } from '../text/normalize.js'
import { defineOp, type Op } from './op.js'
import { pointMap, rangesOf, sigmaRules, textsOf } from './text-tables.js'

const table = /* @__PURE__ */ fields({
  from: /* @__PURE__ */ strings({ nulls: false, min: 0 }),
  to: /* @__PURE__ */ values({ distinct: false }),
})

/**
 * recase_text, version 1: y is x with each code point by the table `inside` where the one before it in x is in `after`, else by the
 * table `start`. Without an entry a code point stays, but for a capital sigma, which becomes a small one, of the form that
 * `cased` and `ignorable` say as in normalize_text. Null stays null. A result beyond the limit on texts refuses the row.
 */
export const recaseText: Op = /* @__PURE__ */ defineOp({
  name: 'recase_text',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['string'] }],
  attrs: {
    start: table,
    inside: table,
    after: /* @__PURE__ */ numbers(['after', 'pair']),
    cased: /* @__PURE__ */ numbers(['cased', 'pair']),
    ignorable: /* @__PURE__ */ numbers(['ignorable', 'pair']),
  },
  bind(attrs, _, fail, widths, _at, { text: most }) {
    const mapOf = (name: 'start' | 'inside') => {
      const { from, to } = attrs[name]
      return pointMap(from, textsOf(to, ['attrs', name, 'to'], fail), ['attrs', name], fail)
    }
    const rules = {
      start: mapOf('start'),
      map: mapOf('inside'),
      after: rangesOf(attrs.after, ['attrs', 'after'], fail, widths),
      ...sigmaRules(attrs, ['attrs'], fail, widths),
    }
    return {
      outputs: [{ kind: 'string', width: 1 }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          const result = text === null ? null : recase(text, rules, most)
          if (result !== null && result.length > most) reject(row, `at most ${most} characters of text`, text)
          y.data[y.offset + row * y.stride] = result
        }
      },
    }
  },
})
