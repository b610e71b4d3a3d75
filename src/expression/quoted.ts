import { quote } from '../errors.js'
import { character, isDigit, refuse } from './scan.js'

const escapes: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function hexDigits(text: string, start: number, at: string): number {
  let value = 0
  for (let i = start; i < start + 4; i++) {
    const unit = text.charCodeAt(i)
    const digit = isDigit(unit) ? unit - 48 : (unit | 32) >= 97 && (unit | 32) <= 102 ? (unit | 32) - 87 : -1
    if (digit < 0) refuse(i, 'a hexadecimal digit', character(text, i), at)
    value = value * 16 + digit
  }
  return value
}

function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(i + 1)
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false
    i++
  }
  return true
}

/** What the text that is quoted at `offset` says, and where it ends. Throws ERR_EXPRESSION_INVALID. */
export function quoted(text: string, offset: number, at: string): { value: string; end: number } {
  const mark = text[offset]!
  let value = ''
  let end = offset + 1
  for (; text[end] !== mark; end++) {
    if (end >= text.length) refuse(end, `a closing ${mark}`, 'the end', at)
    if (text[end] !== '\\') {
      value += text[end]!
    } else if (text[++end] === 'u') {
      value += String.fromCharCode(hexDigits(text, end + 1, at))
      end += 4
    } else {
      value += escapes.get(text[end] ?? '') ?? refuse(end, `one of \\ ' " n r t u after \\`, character(text, end), at)
    }
  }
  if (!isWellFormed(value)) refuse(offset, 'a string without lone surrogates', quote(value), at)
  return { value, end: end + 1 }
}
