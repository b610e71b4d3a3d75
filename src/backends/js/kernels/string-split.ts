import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** Python's whitespace. */
function isSpace(c: number): boolean {
  return (
    c === 32 ||
    (c >= 9 && c <= 13) ||
    (c >= 28 && c <= 31) ||
    c === 0x85 ||
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200a) ||
    [0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(c)
  )
}

/** At most `most` + 1 pieces; what is between spaces, of which those at both ends do not count. */
function splitSpaces(text: string, most: number): string[] {
  const pieces: string[] = []
  let at = 0
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  for (;;) {
    while (at < end && isSpace(text.charCodeAt(at))) at++
    if (at === end) return pieces
    // The last piece is all that is left, with the spaces that end it.
    if (pieces.length === most) return [...pieces, text.slice(at)]
    const start = at
    while (at < end && !isSpace(text.charCodeAt(at))) at++
    pieces.push(text.slice(start, at))
  }
}

function splitBy(text: string, delimiter: string, most: number): string[] {
  const pieces: string[] = []
  let from = 0
  while (pieces.length < most) {
    const at = text.indexOf(delimiter, from)
    if (at < 0) break
    pieces.push(text.slice(from, at))
    from = at + delimiter.length
  }
  return [...pieces, text.slice(from)]
}

/** The pieces of each text along a new last axis, filled up with empty ones, and their numbers. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['string'])
  const delimiter = node.text('delimiter', '')
  const limit = node.has('maxsplit') ? node.int('maxsplit') : -1
  const most = limit < 0 ? Infinity : limit
  return {
    types: ['string', 'int64'],
    run([x]) {
      const { dims, data } = x!
      const rows = Array.from(data as readonly string[], (text) => {
        node.charge(text.length)
        return delimiter === '' ? splitSpaces(text, most) : splitBy(text, delimiter, most)
      })
      let width = 0
      for (const { length } of rows) width = Math.max(width, length)
      const out = make(node, 'string', [...dims, width]) as string[]
      const counts = make(node, 'int64', dims)
      rows.forEach((row, r) => {
        counts[r] = BigInt(row.length)
        row.forEach((piece, i) => (out[r * width + i] = piece))
      })
      return [tensorOf('string', [...dims, width], out), tensorOf('int64', dims, counts)]
    },
  }
}

export const stringSplit: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'StringSplit',
  since: 20,
  inputs: [1, 1],
  bind,
})
