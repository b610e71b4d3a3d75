import { exp } from '../../../math/exp.js'
import { log } from '../../../math/log.js'
import { softmaxRun } from '../softmax.js'

export const NONE = 0
export const SOFTMAX = 1
export const LOGISTIC = 2
export const SOFTMAX_ZERO = 3
export const PROBIT = 4

/** Turns the scores of one row, `count` from `start` on, into what the operator answers. */
export function transformScores(
  kind: number,
  scores: Float64Array,
  start: number,
  count: number,
  single: boolean,
): void {
  const round = single ? Math.fround : Number
  if (kind === LOGISTIC) {
    for (let i = start; i < start + count; i++) scores[i] = round(1 / round(1 + round(exp(-scores[i]!))))
  } else if (kind === SOFTMAX) {
    softmaxRun(scores, scores, start, 1, count, single)
    if (single) for (let i = start; i < start + count; i++) scores[i] = round(scores[i]!)
  } else if (kind === SOFTMAX_ZERO) softmaxZero(scores, start, count, round)
  else if (kind === PROBIT) for (let i = start; i < start + count; i++) scores[i] = round(probit(scores[i]!))
}

/** The quantile of the normal distribution, by the approximation that onnxruntime has too: of a relative error below 0.5%. */
function probit(p: number): number {
  const x = 2 * p - 1
  const half = 0.5 * log((1 - x) * (1 + x))
  const v = 4.330746750799873 + half
  const size = 1.41421356 * Math.sqrt(Math.sqrt(v * v - 13.605442176870747 * half) - v)
  return x < 0 ? -size : size
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
