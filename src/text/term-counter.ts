import type { SparseRow } from '../column.js'
import { hashOf, mostKeys, noHash } from './hash-places.js'
import { isAscii } from './normalize.js'
import { numberWords } from './word-numbers.js'
import { longerRuns, type Edge } from './word-runs.js'

/** How texts become terms: words of at least `least` characters, those `dropped` left out, and runs of `min` to `max` of them. */
export interface TermRules {
  /** Whether A to Z are a to z. */
  readonly lower: boolean
  /** 1 for the characters below 128 that words are of: neither U+0000 nor the space. */
  readonly word: Uint8Array
  readonly least: number
  readonly dropped: ReadonlySet<string>
  readonly min: number
  readonly max: number
}

/** Counts the terms of a text by their place in the list; null for a text that is not ASCII. */
export type TermCounter = (text: string) => SparseRow | null

/** All that terms begin with, by number: a term's is its place in the list, all others' are above; `drop` is that of dropped words. */
interface Runs {
  readonly words: ReadonlyMap<string, number>
  readonly edges: readonly Edge[]
  readonly drop: number
}

/** Numbers runs; null where they are too many. What no text of ASCII has is left out. */
function runsOf(list: readonly string[], { dropped, min, max }: TermRules): Runs | null {
  const terms = list.map((term) => (isAscii(term) ? term.split(' ', max + 1) : []))
  const fits = (words: readonly string[]): boolean => words.length >= min && words.length <= max
  const words = new Map<string, number>()
  terms.forEach((parts, place) => {
    if (fits(parts) && parts.length === 1) words.set(parts[0]!, place)
  })
  let count = list.length
  const longer = new Map<number, number>()
  const edges: Edge[] = []
  // Shorter terms first: a run that is a term has its number before it is a part of longer ones.
  const order = terms.map((_, place) => place).sort((a, b) => terms[a]!.length - terms[b]!.length)
  for (const place of order) {
    const parts = terms[place]!
    if (!fits(parts)) continue
    let run = -1
    for (let k = 0; k < parts.length; k++) {
      let word = words.get(parts[k]!)
      if (word === undefined) words.set(parts[k]!, (word = count++))
      if (k === 0) {
        run = word
        continue
      }
      const key = run * 2 * (mostKeys + 1) + word
      let next = longer.get(key)
      if (next === undefined) {
        next = k + 1 === parts.length ? place : count++
        if (edges.length + words.size >= mostKeys) return null
        longer.set(key, next)
        edges.push([run, word, next])
      }
      run = next
    }
  }
  for (const word of dropped) if (isAscii(word)) words.set(word, count)
  return { words, edges, drop: count }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/** Of each character what it is within a word, or 0. */
function lettersOf({ lower, word }: TermRules): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, unit) => {
    const letter = lower && unit >= 65 && unit <= 90 ? unit + 32 : unit
    return word[letter] === 1 ? letter : 0
  })
}

/**
 * Prepares the counting of terms; null where they are too many, or the hashes of too many alike. One pass over the text: words are looked up by a
 * hash that is made on the way, longer terms by the numbers of what they begin with and of the word that follows.
 */
export function termCounter(list: readonly string[], rules: TermRules): TermCounter | null {
  const runs = runsOf(list, rules)
  if (runs === null) return null
  const { words, edges, drop } = runs
  const numberOf = numberWords(words)
  const longer = longerRuns(edges)
  if (numberOf === null || longer === null) return null
  const { least, max } = rules
  const letters = lettersOf(rules)
  const counts = new Int32Array(list.length)
  let units = new Uint8Array(1024)
  let found = new Int32Array(512)
  // The terms that are counted, one bit each, and the 32 bits that are not all 0, one bit each: they come out in order.
  const marks = new Int32Array((list.length >> 5) + 1)
  const groups = new Int32Array((list.length >> 10) + 1)

  /** Writes the numbers of the text's words to `found`: how many, or -1 for a text that is not ASCII. */
  const findWords = (text: string): number => {
    const { length } = text
    if (units.length < length) {
      units = new Uint8Array(2 * length)
      found = new Int32Array(length + 1)
    }
    const [into, numbers] = [units, found]
    let all = 0
    let n = 0
    for (let i = 0; i < length; i++) {
      const from = i
      let hash = noHash
      for (; i < length; i++) {
        const unit = text.charCodeAt(i)
        all |= unit
        const letter = letters[unit & 127]!
        if (letter === 0) break
        into[i] = letter
        hash = hashOf(hash, letter)
      }
      if (i - from < least || i === from) continue
      const number = numberOf(into, from, i, hash)
      if (number !== drop) numbers[n++] = number
    }
    return all < 128 ? n : -1
  }

  return (text) => {
    const n = findWords(text)
    if (n < 0) return null
    let size = 0
    for (let i = 0; i < n; i++) {
      const end = Math.min(n, i + max)
      for (let run = found[i]!, k = i + 1; run >= 0; k++) {
        if (run < counts.length && counts[run]!++ === 0) {
          marks[run >> 5]! |= 1 << (run & 31)
          groups[run >> 10]! |= 1 << ((run >> 5) & 31)
          size++
        }
        run = k < end && found[k]! >= 0 ? longer(run, found[k]!) : -1
      }
    }
    const indices = new Int32Array(size)
    const values = new Float64Array(size)
    for (let g = 0, k = 0; k < size; g++) {
      for (let group = groups[g]!; group !== 0; group &= group - 1) {
        const m = (g << 5) + lowestBit(group)
        for (let mark = marks[m]!; mark !== 0; mark &= mark - 1) {
          const term = (m << 5) + lowestBit(mark)
          indices[k] = term
          values[k++] = counts[term]!
          counts[term] = 0
        }
        marks[m] = 0
      }
      groups[g] = 0
    }
    return { indices, values }
  }
}
