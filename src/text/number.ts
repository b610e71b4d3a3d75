const digit = (code: number): boolean => code >= 48 && code <= 57

/** The end of the digits of `text` from `at` on. */
function skipDigits(text: string, at: number): number {
  while (at < text.length && digit(text.charCodeAt(at))) at++
  return at
}

/** Whether `text` from `at` on is `word`, ASCII letters in any case. */
function isWord(text: string, at: number, word: string): boolean {
  if (text.length - at !== word.length) return false
  for (let i = 0; i < word.length; i++) if ((text.charCodeAt(at + i) | 32) !== word.charCodeAt(i)) return false
  return true
}

/**
 * The number that `text` says by the grammar of spec/schema.md: decimal, or nan, inf, infinity in any ASCII case, each with an
 * optional sign; undefined for anything else. Correctly rounded.
 */
export function parseNumber(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const start = text.startsWith('-') || text.startsWith('+') ? 1 : 0
  if (isWord(text, start, 'nan')) return NaN
  if (isWord(text, start, 'inf') || isWord(text, start, 'infinity')) return sign * Infinity
  const whole = skipDigits(text, start)
  const fraction = text[whole] === '.' ? skipDigits(text, whole + 1) : whole
  if (whole === start && fraction <= whole + 1) return undefined
  let end = fraction
  if (text[end] === 'e' || text[end] === 'E') {
    const exponent = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1
    end = skipDigits(text, exponent)
    if (end === exponent) return undefined
  }
  return end === text.length ? Number(text) : undefined
}
