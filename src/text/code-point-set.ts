/** Which code points are in a set. */
export interface CodePointSet {
  /** 1 for those below 128 that are. */
  readonly ascii: Uint8Array
  has(point: number): boolean
}

/** The set of the closed ranges `[first, last]` in `pairs`, which ascend without overlap. */
export function setOfRanges(pairs: ArrayLike<number>): CodePointSet {
  const count = pairs.length / 2
  const firsts = Int32Array.from({ length: count }, (_, i) => pairs[2 * i]!)
  const lasts = Int32Array.from({ length: count }, (_, i) => pairs[2 * i + 1]!)
  const ascii = new Uint8Array(128)
  for (let i = 0; i < count; i++) ascii.fill(1, Math.min(firsts[i]!, 128), Math.min(lasts[i]! + 1, 128))
  const search = (point: number): boolean => {
    let low = 0
    let high = count - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if (point < firsts[middle]!) high = middle - 1
      else if (point > lasts[middle]!) low = middle + 1
      else return true
    }
    return false
  }
  return { ascii, has: (point) => (point < 128 ? ascii[point] === 1 : search(point)) }
}

/** What is wrong with ranges of code points, or null. */
export function rangesFault(pairs: ArrayLike<number>): string | null {
  let last = -1
  for (let i = 0; i < pairs.length; i += 2) {
    const [first, end] = [pairs[i]!, pairs[i + 1]!]
    const fits = Number.isInteger(first) && Number.isInteger(end) && first > last && end >= first && end <= 0x10ffff
    if (!fits) return `expected ascending ranges of code points, got ${first} to ${end}`
    last = end
  }
  return null
}
