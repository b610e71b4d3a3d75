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
