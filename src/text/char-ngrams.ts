import type { CodePointSet } from './code-point-set.js'

/** Code points as texts of their own. */
function points(text: string): string[] {
  return Array.from(text)
}

/** Runs of two and more white spaces as one space. */
function collapseSpaces(text: string, space: CodePointSet): string {
  let result = ''
  let kept = 0
  for (let i = 0; i < text.length;) {
    const point = text.codePointAt(i)!
    const start = i
    let count = 0
    while (i < text.length && space.has(text.codePointAt(i)!)) {
      i += text.codePointAt(i)! > 0xffff ? 2 : 1
      count++
    }
    if (count >= 2) {
      result += `${text.slice(kept, start)} `
      kept = i
    } else if (count === 0) i += point > 0xffff ? 2 : 1
  }
  return kept === 0 ? text : result + text.slice(kept)
}

/** Every run of `min` to `max` code points, the shortest first, after white space is collapsed; false when they are more than `most`. */
export function charNgrams(
  text: string,
  space: CodePointSet,
  min: number,
  max: number,
  tokens: string[],
  most: number,
): boolean {
  const letters = points(collapseSpaces(text, space))
  for (let n = min; n <= Math.min(max, letters.length); n++) {
    if (tokens.length + letters.length > most) return false
    for (let i = 0; i + n <= letters.length; i++) tokens.push(n === 1 ? letters[i]! : letters.slice(i, i + n).join(''))
  }
  return true
}

/** The same inside each word with a space before and after; of a word that is shorter than n only the whole, once. */
export function charNgramsInWords(
  text: string,
  space: CodePointSet,
  min: number,
  max: number,
  tokens: string[],
  most: number,
): boolean {
  const letters = points(text)
  for (let i = 0; i < letters.length;) {
    if (space.has(letters[i]!.codePointAt(0)!)) {
      i++
      continue
    }
    let end = i
    while (end < letters.length && !space.has(letters[end]!.codePointAt(0)!)) end++
    const word = [' ', ...letters.slice(i, end), ' ']
    for (let n = min; n <= max; n++) {
      if (tokens.length + word.length > most) return false
      tokens.push(word.slice(0, n).join(''))
      for (let start = 1; start + n <= word.length; start++) tokens.push(word.slice(start, start + n).join(''))
      if (word.length <= n) break
    }
    i = end
  }
  return true
}
