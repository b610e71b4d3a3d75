import { exp } from '../../math/exp.js'

/**
 * Softmax of `count` elements, `step` apart from `start` on: e[i] = exp(x[i] - max(x)), then e[i] / ((e[0] + e[1]) + ...), each
 * operation rounded to float32 when `single`. NaN in one makes all NaN.
 */
export function softmaxRun(
  x: Float64Array,
  out: Float64Array,
  start: number,
  step: number,
  count: number,
  single: boolean,
): void {
  const round = single ? Math.fround : Number
  const end = start + count * step
  let max = x[start]!
  for (let i = start + step; i < end; i += step) max = Math.max(max, x[i]!)
  let sum = 0
  for (let i = start; i < end; i += step) {
    const e = round(exp(round(x[i]! - max)))
    out[i] = e
    sum = round(sum + e)
  }
  for (let i = start; i < end; i += step) out[i] = out[i]! / sum
}
