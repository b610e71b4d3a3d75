import { firstPlace, hashOf, mostKeys, noHash, placesOf, tagOf } from './hash-places.js'

/** From a run of words and one more word to the longer run, all by number. */
export type Edge = readonly [run: number, word: number, longer: number]

/** The longer run; -1 for none. */
export type LongerRun = (run: number, word: number) => number

const hashOfPair = (run: number, word: number): number => hashOf(hashOf(noHash, run), word)

/** Looks runs up among the edges; null where too many of their hashes are alike. */
export function longerRuns(edges: readonly Edge[]): LongerRun | null {
  const places = placesOf(Int32Array.from(edges, ([run, word]) => hashOfPair(run, word)))
  if (places === null) return null
  const keys = Int32Array.from(edges.flat())
  const mask = places.length - 1
  return (run, word) => {
    const hash = hashOfPair(run, word)
    const tag = tagOf(hash)
    for (let place = firstPlace(hash, mask); ; place = (place + 1) & mask) {
      const entry = places[place]!
      if (entry === 0) return -1
      if (tagOf(entry) !== tag) continue
      const edge = 3 * ((entry & mostKeys) - 1)
      if (keys[edge] === run && keys[edge + 1] === word) return keys[edge + 2]!
    }
  }
}
