import { strings, values } from '../json/shape.js'
import { defineOp, type Op } from './op.js'
import { textsOf } from './text-tables.js'

interface Table {
  /** By the first code point, what begins with it: the longest first. */
  readonly byFirst: ReadonlyMap<number, readonly (readonly [from: string, to: string])[]>
  readonly most: number
  readonly steps: number
}

/** The text with everything replaced, or null where it takes more steps or characters than the limits allow. */
function replaced(text: string, { byFirst, most, steps }: Table): string | null {
  let result = ''
  let kept = 0
  for (let at = 0; at < text.length && result.length <= most;) {
    const point = text.codePointAt(at)!
    const found = byFirst.get(point)?.find(([from]) => {
      let k = 0
      while (steps-- > 0 && k < from.length && text.charCodeAt(at + k) === from.charCodeAt(k)) k++
      return k === from.length
    })
    if (steps < 0) return null
    if (found === undefined) {
      at += point > 0xffff ? 2 : 1
    } else {
      result += text.slice(kept, at) + found[1]
      at += found[0].length
      kept = at
    }
  }
  result += text.slice(kept)
  return result.length > most ? null : result
}

/**
 * replace_text, version 1: y is x with what of `from` stands in it replaced by the text of `to` at the same place, from left to
 * right: the longest one that stands at a place, none that overlaps the one before, and nothing of what was put in. Null stays
 * null. A result beyond the limit on texts refuses the row, and so do more comparisons of units than the limit on steps.
 */
export const replaceText: Op = /* @__PURE__ */ defineOp({
  name: 'replace_text',
  version: 1,
  inputs: [{ kinds: ['string'], width: 1 }],
  outputs: [{ kinds: ['string'] }],
  attrs: { from: /* @__PURE__ */ strings({ nulls: false, min: 1 }), to: /* @__PURE__ */ values({ distinct: false }) },
  searches: true,
  bind({ from, to: given }, _, fail, _widths, _at, { text: most, steps }) {
    const to = textsOf(given, ['attrs', 'to'], fail)
    if (to.length !== from.length) fail(['attrs', 'to'], `expected ${from.length} texts, got ${to.length}`)
    const byFirst = new Map<number, (readonly [string, string])[]>()
    from.forEach((text, i) => {
      if (text === '') fail(['attrs', 'from', i], 'expected a text that is not empty')
      const first = text.codePointAt(0)!
      const pairs = byFirst.get(first) ?? []
      pairs.push([text, to[i]!])
      byFirst.set(first, pairs)
    })
    for (const pairs of byFirst.values()) pairs.sort(([a], [b]) => b.length - a.length)
    const table = { byFirst, most, steps }
    return {
      outputs: [{ kind: 'string', width: 1 }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const text = x.data[x.offset + row * x.stride]!
          const result = text === null ? null : replaced(text, table)
          if (text !== null && result === null) {
            reject(row, `a result of at most ${most} characters, in at most ${steps} steps`, text)
          }
          y.data[y.offset + row * y.stride] = result
        }
      },
    }
  },
})
