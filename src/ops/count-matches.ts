import { defineOp, type Op } from './op.js'
import { findAllOf, patternAttrs } from './pattern.js'

/**
 * count_matches, version 1: y = len(re.findall(pattern, x)), NaN of null. The pattern is of the subset of spec/text.md. More steps
 * of matching than the limits allow refuse the row.
 */
export const countMatches: Op = /* @__PURE__ */ defineOp({
  name: 'count_matches',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['number'] }],
  attrs: patternAttrs,
  searches: true,
  bind(attrs, _, fail, widths, _at, { steps }) {
    const { findAll, memory } = findAllOf(
      attrs,
      { around: () => ['', ''], groups: 1, nothing: true },
      fail,
      widths,
      steps,
    )
    return {
      outputs: [{ kind: 'number', width: 1 }],
      steps: memory,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          const found = text === null ? null : findAll(text)
          if (text !== null && found === null) reject(row, `a text that is matched in at most ${steps} steps`, text)
          y.data[y.offset + row * y.stride] = found === null ? NaN : found.length
        }
      },
    }
  },
})
