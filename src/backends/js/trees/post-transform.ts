import { exp } from '../../../math/exp.js'
import type { AfterSum } from '../../../trees/score.js'
import { softmaxRun } from '../softmax.js'

export const NONE = 0
export const SOFTMAX = 1
export const LOGISTIC = 2
export const SOFTMAX_ZERO = 3
/** The number that is PROBIT where the attribute is one. */
export const PROBIT = 4

/** One of the above, or what is made of each score: PROBIT, for who has it. */
export type PostTransform = number | ((score: number) => number)

/** Turns the scores of one row, `count` from `start` on, into what the operator answers. */
export function transformScores(
  kind: PostTransform,
  scores: Float64Array,
  start: number,
  count: number,
  single: boolean,
): void {
  const round = single ? Math.fround : Number
  if (typeof kind === 'function') {
    for (let i = start; i < start + count; i++) scores[i] = round(kind(scores[i]!))
  } else if (kind === LOGISTIC) {
    for (let i = start; i < start + count; i++) scores[i] = round(1 / round(1 + round(exp(-scores[i]!))))
  } else if (kind === SOFTMAX) {
    softmaxRun(scores, scores, start, 1, count, single)
    if (single) for (let i = start; i < start + count; i++) scores[i] = round(scores[i]!)
  } else if (kind === SOFTMAX_ZERO) softmaxZero(scores, start, count, round)
}

/** What scoring trees does last: null for NONE. */
export function afterSum(kind: PostTransform): AfterSum | null {
  if (kind === NONE) return null
  return (scores, start, count, single) => {
    transformScores(kind, scores, start, count, single)
  }
}

/** Softmax in which a score within 1e-7 of 0 counts as itself times exp(-max): 0 stays 0. */
function softmaxZero(scores: Float64Array, start: number, count: number, round: (x: number) => number): void {
  let max = scores[start]!
  for (let i = start + 1; i < start + count; i++) max = Math.max(max, scores[i]!)
  const least = round(exp(-max))
  let sum = 0
  for (let i = start; i < start + count; i++) {
    const score = scores[i]!
    scores[i] = score > 1e-7 || score < -1e-7 ? round(exp(round(score - max))) : round(score * least)
    sum = round(sum + scores[i]!)
  }
  for (let i = start; i < start + count; i++) scores[i] = sum === 0 ? 0.5 : round(scores[i]! / sum)
}
