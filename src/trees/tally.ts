import type { Ensemble, Tally } from './ensemble.js'
import type { TreeTable } from './table.js'

export const AVERAGE = 0
export const SUM = 1
export const MIN = 2
export const MAX = 3

/** What the operators of ONNX make of leaves: `aggregate`, and `base` added to the scores last, one for each target. Null for sums alone. */
export function tallyOf(
  { leafStarts, leafWeights }: TreeTable,
  aggregate: number = SUM,
  base: Float64Array | null = null,
): Tally | null {
  if (leafStarts === null && aggregate === SUM && base === null) return null
  const extreme = aggregate >= MIN
  const leaves = leafStarts === null ? leafWeights.length : leafStarts.length - 1
  let most = 1
  for (let i = 0; leafStarts !== null && i < leaves; i++) most = Math.max(most, leafStarts[i + 1]! - leafStarts[i]!)
  return {
    // NaN for those that no leaf has reached yet.
    start: extreme ? NaN : 0,
    most,
    leaves,
    add: leafStarts === null && !extreme ? null : addVotes(leafStarts, aggregate),
    settle: ({ trees, targets, single }, scores, count) => {
      if (aggregate === AVERAGE) {
        for (let i = 0; i < count; i++) scores[i] = single ? Math.fround(scores[i]! / trees) : scores[i]! / trees
      } else if (extreme) {
        for (let i = 0; i < count; i++) if (scores[i] !== scores[i]) scores[i] = 0
      }
      if (base === null) return
      for (let i = 0; i < count; i++) {
        const score = scores[i]! + base[i % targets]!
        scores[i] = single ? Math.fround(score) : score
      }
    },
  }
}

function addVotes(leafStarts: Int32Array | null, aggregate: number): NonNullable<Tally['add']> {
  return ({ leafTargets, leafWeights, single }: Ensemble, leaves, count, scores, stride) => {
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
}
