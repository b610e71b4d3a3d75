import type { CodePointSet } from './code-point-set.js'

/** Appends every run of at least `min` code points of `set` that nothing longer surrounds. */
export function findRuns(text: string, { ascii, has }: CodePointSet, min: number, tokens: string[]): void {
  const { length } = text
  for (let i = 0; i < length;) {
    const start = i
    let points = 0
    while (i < length) {
      const unit = text.charCodeAt(i)
      if (unit < 128) {
        if (ascii[unit] === 0) break
        i++
      } else {
        const point = text.codePointAt(i)!
        if (!has(point)) break
        i += point > 0xffff ? 2 : 1
      }
      points++
    }
    if (points >= min && points > 0) tokens.push(text.slice(start, i))
    if (i < length) i += text.codePointAt(i)! > 0xffff ? 2 : 1
  }
}
