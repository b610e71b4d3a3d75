import { defineOp, type Op } from './op.js'
import { findAllOf, patternAttrs } from './pattern.js'

/**
 * extract_match, version 1: y is the first match of re.search(pattern, x), or its group, which is empty where it took no part; null
 * where nothing matches, and of null. The pattern is of the subset of spec/text.md. More steps of matching than the limits allow
 * refuse the row.
 */
export const extractMatch: Op = /* @__PURE__ */ defineOp({
  name: 'extract_match',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['string'] }],
  attrs: patternAttrs,
  searches: true,
  bind(attrs, _, fail, widths, _at, { steps }) {
    // All that follows the first match is taken with it, so that nothing is looked for after it.
    const around = (groups: number) =>
      groups > 0 ? (['(?:', ')[\\s\\S]*'] as const) : (['((?:', '))[\\s\\S]*'] as const)
    const { findAll, memory } = findAllOf(attrs, { around, groups: 1, nothing: true }, fail, widths, steps)
    return {
      outputs: [{ kind: 'string', width: 1 }],
      steps: memory,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          const found = text === null ? null : findAll(text)
          if (text !== null && found === null) reject(row, `a text that is matched in at most ${steps} steps`, text)
          y.data[y.offset + row * y.stride] = found?.[0] ?? null
        }
      },
    }
  },
})
