import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { compilePattern, longestMatch, type Pattern } from '../pattern.js'
import { typeOfInput } from '../types.js'

type Text = readonly number[]
type Charge = (steps: number) => void

/** The longest matches, from the left, that are not empty. */
function matchesOf(pattern: Pattern, text: Text, charge: Charge): (readonly [start: number, end: number])[] {
  const found: [number, number][] = []
  for (let at = 0; at < text.length;) {
    const end = longestMatch(pattern, text, at, charge)
    if (end > at) found.push([at, end])
    at = Math.max(end, at + 1)
  }
  return found
}

/** What lies between the matches of each separator in turn. */
function splitBy(separators: readonly Pattern[], text: Text, charge: Charge): Text[] {
  let pieces = [text]
  for (const separator of separators) {
    pieces = pieces.flatMap((piece) => {
      let from = 0
      const made: Text[] = []
      for (const [start, end] of matchesOf(separator, piece, charge)) {
        made.push(piece.slice(from, start))
        from = end
      }
      return [...made, piece.slice(from)]
    })
  }
  return pieces
}

/** For each text a row of its tokens, padded; a token is a match of `tokenexp`, or what is between separators. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['string'])
  const mark = node.int('mark', 0) !== 0
  const pad = node.text('pad_value')
  const least = node.int('mincharnum')
  if (least < 1) node.invalid(`expected mincharnum of at least 1, got ${least}`)
  const compile = (text: string): Pattern => compilePattern(text) ?? node.unsupported(`no regular expression ${text}`)
  const expression = node.has('tokenexp') ? compile(node.text('tokenexp')) : null
  const separators = node.strings('separators')
  if ((expression === null) === (separators === null)) node.invalid('expected tokenexp or separators')
  const single = separators?.length === 1 && separators[0] === ''
  const between = single ? [] : (separators ?? []).map(compile)
  const tokensOf = (text: Text): Text[] => {
    if (single) return text.map((c) => [c])
    if (expression === null) return splitBy(between, text, node.charge)
    return matchesOf(expression, text, node.charge).map(([start, end]) => text.slice(start, end))
  }
  return {
    types: ['string'],
    run([x]) {
      const { dims, data } = x!
      if (dims.length < 1 || dims.length > 2) node.refuse(`expected 1 or 2 dimensions, got ${dims.length}`)
      let most = 0
      const rows = Array.from(data as readonly string[], (text) => {
        const points = Array.from(text, (c) => c.codePointAt(0)!)
        node.charge(points.length)
        const tokens = tokensOf(points).filter(({ length }) => length >= least)
        most = Math.max(most, tokens.length)
        return tokens.map((token) => token.map((c) => String.fromCodePoint(c)).join(''))
      })
      if (mark && most > 0) most += 2
      const made = [...dims, most]
      const out = make(node, 'string', made) as string[]
      rows.forEach((row, r) => {
        const marked = mark && most > 0 ? ['\u0002', ...row, '\u0003'] : row
        for (let i = 0; i < most; i++) out[r * most + i] = marked[i] ?? pad
      })
      return [tensorOf('string', made, out)]
    },
  }
}

export const tokenizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'Tokenizer',
  since: 1,
  inputs: [1, 1],
  bind,
})
