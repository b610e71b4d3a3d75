import type { Walker } from './walk.js'

export const AVERAGE = 0
export const SUM = 1
export const MIN = 2
export const MAX = 3

/** Trees with what their leaves add to which target. */
export interface Ensemble {
  readonly walker: Walker
  readonly trees: number
  /** Of all trees, leaves included. */
  readonly nodes: number
  /** The columns that a row is made of, and whether it goes on with a copy of itself in which NaN is -Infinity. */
  readonly used: Int32Array
  readonly copied: boolean
  /** Where the votes of each leaf begin, and after the last where they end; null where leaf i has vote i alone. */
  readonly leafStarts: Int32Array | null
  /** Of each vote. */
  readonly leafTargets: Int32Array
  readonly leafWeights: Float64Array
  readonly targets: number
  readonly aggregate: number
  /** Whether all leaves of tree t, and no others, vote for target t alone. */
  readonly ownTargets: boolean
  /** Added to the scores last, one for each target, or null. */
  readonly base: Float64Array | null
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

/** What scores begin with: 0, or NaN for those that no leaf has reached yet. */
export function startOf({ aggregate }: Ensemble): number {
  return aggregate === MIN || aggregate === MAX ? NaN : 0
}

/** Whether scores are sums in float64 of one weight a leaf, for one target. */
export function isPlainSum({ leafStarts, aggregate, single, targets }: Ensemble): boolean {
  return leafStarts === null && aggregate < MIN && !single && targets === 1
}

/** Whether the score of each target is the weight of a leaf of its tree, so that nothing has to be added. */
export function isLeafPerTree({ ownTargets, leafStarts, aggregate }: Ensemble): boolean {
  return ownTargets && leafStarts === null && aggregate === SUM
}

/** Adds `count` leaves in order, each to scores that are `stride` after those of the one before. */
export function addLeaves(
  ensemble: Ensemble,
  leaves: Int32Array,
  count: number,
  scores: Float64Array,
  stride: number,
): void {
  const { leafStarts, leafTargets, leafWeights, aggregate, single } = ensemble
  if (leafStarts !== null || aggregate >= MIN) addVotes(ensemble, leaves, count, scores, stride)
  else if (single) {
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

function addVotes(
  { leafStarts, leafTargets, leafWeights, aggregate, single }: Ensemble,
  leaves: Int32Array,
  count: number,
  scores: Float64Array,
  stride: number,
): void {
  for (let r = 0, start = 0; r < count; r++, start += stride) {
    const leaf = leaves[r]!
    const end = leafStarts === null ? leaf + 1 : leafStarts[leaf + 1]!
    for (let vote = leafStarts === null ? leaf : leafStarts[leaf]!; vote < end; vote++) {
      const i = start + leafTargets[vote]!
      const weight = leafWeights[vote]!
      const score = scores[i]!
      if (aggregate < MIN) scores[i] = single ? Math.fround(score + weight) : score + weight
      else if (score !== score || (aggregate === MIN ? weight < score : weight > score)) scores[i] = weight
    }
  }
}

/** What is left once every tree is added, for `count` scores. */
export function settle(
  { trees, aggregate, base, targets, single }: Ensemble,
  scores: Float64Array,
  count: number,
): void {
  if (aggregate === AVERAGE) {
    for (let i = 0; i < count; i++) scores[i] = single ? Math.fround(scores[i]! / trees) : scores[i]! / trees
  } else if (aggregate !== SUM) {
    for (let i = 0; i < count; i++) if (scores[i] !== scores[i]) scores[i] = 0
  }
  if (base === null) return
  for (let i = 0; i < count; i++) {
    const score = scores[i]! + base[i % targets]!
    scores[i] = single ? Math.fround(score) : score
  }
}
