/** Whether `text` has no lone surrogate, so that it can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(++i)
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false
  }
  return true
}
