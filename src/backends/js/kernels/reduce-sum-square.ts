import { timesOf } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, type BigReduction, type Reduction } from '../reduce.js'
import { reducible } from '../types.js'

const reduceBy =
  (times: (a: number, b: number) => number): Reduction =>
  (x, start, count, round) => {
    let result = 0
    for (let i = start; i < start + count; i++) result = round(result + round(times(x[i]!, x[i]!)))
    return result
  }

const reduceBig: BigReduction = (x, start, count) => {
  let result = 0n
  for (let i = start; i < start + count; i++) result = result + x[i]! * x[i]!
  return result
}

/** The sum of squares, in order; integers wrap. */
export const reduceSumSquare: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceSumSquare',
  since: 1,
  inputs: [1, 2],
  bind: (node) => bindReduction(node, 18, reduceBy(timesOf(node.inputs[0]!.type)), reducible, reduceBig),
})
