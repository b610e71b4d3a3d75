import { expect, test } from 'vitest'
import { printable, quote } from '../src/errors.js'

test.each([
  ['a line feed', '\n', '\\n'],
  ['an escape', '\u001b[31m', '\\u001b[31m'],
  ['delete', '\u007f', '\\u007f'],
  ['what terminals take for an escape sequence in one character', '\u009b31m', '\\u009b31m'],
  ['a no-break space, which is seen', '\u00a0', '\u00a0'],
  ['letters, dashes, ellipses', 'é日本 — …', 'é日本 — …'],
  ['an override of the direction', 'a\u202egnp', 'a\\u202egnp'],
  ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['a line separator', '\u2028', '\\u2028'],
  ['half of a pair', '\ud800', '\\ud800'],
  ['a pair', '😀', '😀'],
])('printable: %s', (_, text, wanted) => {
  expect(printable(text)).toBe(wanted)
})

test('printable and quote cut short', () => {
  expect(printable('abcdef', 3)).toBe('abc…')
  expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`)
})
