/** Places in a row that are taken: more than honest keys ever make. */
const longestRun = 256
const indexBits = 22

/** Most keys of a table. */
export const mostKeys: number = (1 << indexBits) - 1

/**
 * The places of a hash table for keys of these hashes, a power of two, at most half of them taken; null where searches would take
 * long. A place has 0, or the key's index and 1, below the upper bits of its hash.
 */
export function placesOf(hashes: Int32Array): Int32Array | null {
  let size = 16
  while (size < 2 * hashes.length) size *= 2
  const places = new Int32Array(size)
  for (let i = 0; i < hashes.length; i++) {
    const first = firstPlace(hashes[i]!, size - 1)
    let place = first
    while (places[place & (size - 1)] !== 0) if (++place - first > longestRun) return null
    places[place & (size - 1)] = tagOf(hashes[i]!) | (i + 1)
  }
  for (let i = 0, run = 0; i < size + longestRun; i++) {
    run = places[i & (size - 1)] === 0 ? 0 : run + 1
    if (run > longestRun) return null
  }
  return places
}

/** Where a search for what has this hash begins; it goes on to the next places, up to one that has 0. */
export function firstPlace(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask
}

/** The bits of a hash that are in its place. */
export function tagOf(hash: number): number {
  return hash & ~mostKeys
}

/** The hash of a sequence of numbers so far, and of the next one: https://en.wikipedia.org/wiki/Fowler–Noll–Vo_hash_function */
export const noHash = -2_128_831_035
export function hashOf(hash: number, next: number): number {
  return Math.imul(hash ^ next, 16_777_619)
}
