import type { Column } from '../column.js'
import type { Limits } from '../limits.js'
import { termCounter, type TermRules } from '../text/term-counter.js'
import type { Bound, TextStep } from './op.js'
import { shortener } from './shorten.js'

/** What the steps do, where that is to make words, to lower and to drop some before or after, and runs of them at last. */
function rulesOf(steps: readonly TextStep[]): TermRules | null {
  const left = steps.slice()
  const next = <D extends TextStep['does']>(does: D): Extract<TextStep, { does: D }> | undefined =>
    left[0]?.does === does ? (left.shift() as Extract<TextStep, { does: D }>) : undefined
  const lower = next('lower')?.lower ?? false
  const words = next('words')
  const dropped = next('drop')?.dropped ?? new Set()
  const { min, max } = next('runs') ?? { min: 1, max: 1 }
  if (words === undefined || left.length > 0 || words.word[0] === 1 || words.word[32] === 1) return null
  return { lower, word: words.word, least: words.least, dropped, min, max }
}

/** From a text of ASCII, of which no limit is near, to the counts of its terms. */
export function countShortcut(
  vocabulary: readonly string[],
  binary: boolean,
  limits: Limits,
): NonNullable<Bound['shorten']> {
  return shortener((steps) => {
    const rules = rulesOf(steps)
    const count = rules && termCounter(vocabulary, rules)
    if (rules === null || count === null) return null
    const most = Math.min(limits.text, limits.tokens / (rules.max - rules.min + 1))
    return (x: Column, y: Column, row) => {
      const text = x.data[x.offset + row * x.stride] as string | null
      const counts = text === null || text.length > most ? null : count(text)
      if (counts === null) return false
      if (binary) counts.values.fill(1)
      y.data[y.offset + row * y.stride] = counts
      return true
    }
  })
}
