import type { Adder, Ensemble } from './ensemble.js'

/** Trees that are walked before their scores are written: those of a row are then side by side. */
const GROUP = 8

/** Where the score of each target is the weight of a leaf of its tree. A sum of one: 0 is added, which makes 0 of -0. */
export function leafPerTree({ walker, trees, leafWeights }: Ensemble): Adder {
  const leaves = new Int32Array(trees)
  return {
    group: GROUP,
    row(row, scores) {
      walker.one(row, leaves)
      for (let t = 0; t < trees; t++) scores[t] = 0 + leafWeights[leaves[t]!]!
    },
    block(rows, stride, size, ends, scores) {
      for (let t = 0; t < trees; t += GROUP) {
        const group = Math.min(GROUP, trees - t)
        for (let k = 0; k < group; k++) walker.block(t + k, rows, stride, size, ends.subarray(k * size))
        for (let r = 0; r < size; r++) {
          const at = r * trees + t
          for (let k = 0; k < group; k++) scores[at + k] = 0 + leafWeights[ends[k * size + r]!]!
        }
      }
    },
  }
}
