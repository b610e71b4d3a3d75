import { text as textAttr } from '../json/shape.js'
import { defineOp, type Op } from './op.js'
import { findAllOf, patternAttrs } from './pattern.js'

/** The text with each match replaced; null where it takes more steps or characters than the limits allow. */
function replaced(tokens: readonly string[] | null, to: string, most: number): string | null {
  let result = ''
  if (tokens === null) return null
  for (const token of tokens) {
    result += token === '' ? to : token
    if (result.length > most) return null
  }
  return result
}

/**
 * replace_matches, version 1: y = re.sub(pattern, to, x) with `to` as it stands; null stays null. The pattern is of the subset of
 * spec/text.md, without a group that captures, and can not match nothing. A result beyond the limit on texts refuses the row, and
 * so do more steps of matching than the limits allow.
 */
export const replaceMatches: Op = /* @__PURE__ */ defineOp({
  name: 'replace_matches',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['string'] }],
  // A spread would keep the op in bundles that do not use it.
  attrs: /* @__PURE__ */ Object.assign({ to: /* @__PURE__ */ textAttr() }, patternAttrs),
  searches: true,
  bind(attrs, _, fail, widths, _at, { text: most, steps }) {
    // A token is one character that no match begins at, or empty for a match.
    const around = () => ['(?:', ')|([\\s\\S])'] as const
    const { findAll, memory } = findAllOf(attrs, { around, groups: 0, nothing: false }, fail, widths, steps)
    return {
      outputs: [{ kind: 'string', width: 1 }],
      steps: memory,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          const result = text === null ? null : replaced(findAll(text), attrs.to, most)
          if (text !== null && result === null) {
            reject(row, `a result of at most ${most} characters, in at most ${steps} steps`, text)
          }
          y.data[y.offset + row * y.stride] = result
        }
      },
    }
  },
})
