export const digits = '0123456789'
export const hexDigits = '0123456789abcdef'

/** What identifiers and names are made of, but for capitals. */
export const wordCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789_'

/** Whether each character of `text` is one of `characters`. */
export function consistsOf(text: string, characters: string): boolean {
  return [...text].every((character) => characters.includes(character))
}

/** The number of code points in `text`, or -1 when it has a lone surrogate. */
export function codePoints(text: string): number {
  const { length } = text
  let pairs = 0
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if ((unit & 0xf800) !== 0xd800) continue
    if (unit >= 0xdc00 || (text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00) return -1
    i++
    pairs++
  }
  return length - pairs
}

/** Whether `text` has no lone surrogate, so that it can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  return codePoints(text) >= 0
}
