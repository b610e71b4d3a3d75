import type { SparseRow } from '../column.js'

/** Sums values by index, and gives them as a sparse row. */
export interface Counter {
  add(index: number, value: number): void
  /** What was added since the last time, with sums that are 0. */
  take(): SparseRow
}

/** A counter whose memory grows with what one row holds. */
export function createCounter(): Counter {
  const sums = new Map<number, number>()
  return {
    add(index, value) {
      sums.set(index, (sums.get(index) ?? 0) + value)
    },
    take() {
      const indices = Int32Array.from(sums.keys()).sort()
      const values = Float64Array.from(indices, (index) => sums.get(index)!)
      sums.clear()
      return { indices, values }
    },
  }
}
