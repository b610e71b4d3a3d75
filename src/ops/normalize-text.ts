import { choice, fields, nullable, numbers, strings, values } from '../json/shape.js'
import { lower, stripAccents } from '../text/normalize.js'
import { defineOp, type Op } from './op.js'
import { pointMap, sigmaRules, textsOf } from './text-tables.js'

/**
 * normalize_text, version 1: y = strip(lower(x)), each where it is not null.
 *
 * lower: Python's str.lower with the tables given. strip: each code point by its entry of the table; without one, a Hangul
 * syllable becomes its letters and all else stays (`others` is `keep`), or only ASCII does (`drop`); a text of ASCII stays as
 * it is. Null refuses the row, and so does a result beyond the limit on texts. See spec/text.md.
 */
export const normalizeText: Op = /* @__PURE__ */ defineOp({
  name: 'normalize_text',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['string'] }],
  attrs: {
    lower: /* @__PURE__ */ nullable(
      /* @__PURE__ */ fields({
        from: /* @__PURE__ */ strings({ nulls: false, min: 0 }),
        to: /* @__PURE__ */ values({ distinct: false }),
        cased: /* @__PURE__ */ numbers(['cased', 'pair']),
        ignorable: /* @__PURE__ */ numbers(['ignorable', 'pair']),
      }),
    ),
    strip: /* @__PURE__ */ nullable(
      /* @__PURE__ */ fields({
        from: /* @__PURE__ */ strings({ nulls: false, min: 0 }),
        to: /* @__PURE__ */ values({ distinct: false }),
        others: /* @__PURE__ */ choice('keep', 'drop'),
      }),
    ),
  },
  bind({ lower: lowerAttrs, strip }, _, fail, widths, _at, { text: most }) {
    const lowerTable = lowerAttrs && {
      map: pointMap(lowerAttrs.from, textsOf(lowerAttrs.to, ['attrs', 'lower', 'to'], fail), ['attrs', 'lower'], fail),
      ...sigmaRules(lowerAttrs, ['attrs', 'lower'], fail, widths),
    }
    const stripTable = strip && {
      map: pointMap(strip.from, textsOf(strip.to, ['attrs', 'strip', 'to'], fail), ['attrs', 'strip'], fail),
      keepOther: strip.others === 'keep',
    }
    return {
      outputs: [{ kind: 'string', width: 1 }],
      text: { does: 'lower', lower: lowerTable !== null },
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          let result = text
          if (text === null) reject(row, 'a text', text)
          else {
            if (lowerTable !== null) result = lower(text, lowerTable, most)
            if (stripTable !== null && result!.length <= most) result = stripAccents(result!, stripTable, most)
            if (result!.length > most) reject(row, `at most ${most} characters of text`, text)
          }
          y.data[y.offset + row * y.stride] = result
        }
      },
    }
  },
})
