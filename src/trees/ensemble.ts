import type { Walker } from './walk.js'

/** Adds up what the leaves of rows say: `row` of one row, `block` of `size` rows, `stride` apart. */
export interface Adder {
  row(row: Float64Array, scores: Float64Array): void
  /** `ends` has room for `group` leaves of each row. */
  block(rows: Float64Array, stride: number, size: number, ends: Int32Array, scores: Float64Array): void
  readonly group: number
}

/** Adds `count` leaves in order, each to scores that are `stride` after those of the one before. */
type AddLeaves = (ensemble: Ensemble, leaves: Int32Array, count: number, scores: Float64Array, stride: number) => void

/** What scores are besides sums of one weight a leaf. */
export interface Tally {
  /** What scores begin with. */
  readonly start: number
  /** The most votes that a leaf has. */
  readonly most: number
  /** How many leaves there are. */
  readonly leaves: number
  /** Null where each leaf adds its weight. */
  readonly add: AddLeaves | null
  /** What is left once every tree is added, for `count` scores. */
  settle(ensemble: Ensemble, scores: Float64Array, count: number): void
}

/** Trees with what their leaves add to which target. */
export interface Ensemble {
  readonly walker: Walker
  readonly trees: number
  /** Of all trees, leaves included. */
  readonly nodes: number
  /** The columns that a row is made of, and whether it goes on with a copy of itself in which NaN is -Infinity. */
  readonly used: Int32Array
  readonly copied: boolean
  /** Of each vote: of each leaf, but where the tally says otherwise. */
  readonly leafTargets: Int32Array
  readonly leafWeights: Float64Array
  readonly targets: number
  /** Null where scores are sums of one weight a leaf, and no more. */
  readonly tally: Tally | null
  /** What adds leaves up in place of the usual, for a layout that knows something faster; or null. */
  readonly adderOf: ((ensemble: Ensemble) => Adder) | null
  /** Whether arithmetic is in float32. */
  readonly single: boolean
}

/** Trees ready to be scored, at first without a layout. */
export interface PreparedEnsemble {
  /** As it stands in the model, for the first rows: most of a load would be spent on a layout that few rows ever see. */
  readonly cold: Ensemble
  /** The same laid out for speed, made once. */
  hot(): Ensemble
  /** Work that a row takes. */
  readonly steps: number
  /** Columns that a row has at least. */
  readonly columns: number
}

/** A weight a leaf. */
export const addLeaves: AddLeaves = ({ leafTargets, leafWeights, single }, leaves, count, scores, stride) => {
  if (single) {
    for (let r = 0, start = 0; r < count; r++, start += stride) {
      const leaf = leaves[r]!
      const i = start + leafTargets[leaf]!
      scores[i] = Math.fround(scores[i]! + leafWeights[leaf]!)
    }
  } else {
    for (let r = 0, start = 0; r < count; r++, start += stride) {
      const leaf = leaves[r]!
      scores[start + leafTargets[leaf]!]! += leafWeights[leaf]!
    }
  }
}
