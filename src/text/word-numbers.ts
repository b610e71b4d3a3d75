import { firstPlace, hashOf, mostKeys, noHash, placesOf, tagOf } from './hash-places.js'

/** The number of the word that is `units[from]` to before `units[to]`, and has that hash; -1 for none. */
export type NumberOfWord = (units: Uint8Array, from: number, to: number, hash: number) => number

/** Looks up the numbers of words of ASCII; null where too many of their hashes are alike. */
export function numberWords(numbers: ReadonlyMap<string, number>): NumberOfWord | null {
  const hashes = new Int32Array(numbers.size)
  // Of each word where it starts in the pool, and its number: side by side, to be one access to memory.
  const words = new Int32Array(2 * numbers.size + 1)
  const units: number[] = []
  let i = 0
  for (const [word, number] of numbers) {
    let hash = noHash
    for (let k = 0; k < word.length; k++) {
      units.push(word.charCodeAt(k))
      hash = hashOf(hash, word.charCodeAt(k))
    }
    words[2 * i + 1] = number
    words[2 * i + 2] = units.length
    hashes[i++] = hash
  }
  const pool = Uint8Array.from(units)
  const places = placesOf(hashes)
  if (places === null) return null
  const mask = places.length - 1
  return (text, from, to, hash) => {
    const tag = tagOf(hash)
    for (let place = firstPlace(hash, mask); ; place = (place + 1) & mask) {
      const entry = places[place]!
      if (entry === 0) return -1
      if (tagOf(entry) !== tag) continue
      const word = 2 * ((entry & mostKeys) - 1)
      const start = words[word]!
      if (words[word + 2]! - start !== to - from) continue
      let k = from
      while (k < to && text[k] === pool[start + k - from]) k++
      if (k === to) return words[word + 1]!
    }
  }
}
