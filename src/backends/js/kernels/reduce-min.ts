import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindReduction, highest, type BigReduction, type Reduction } from '../reduce.js'
import { numbers } from '../types.js'

const reduce: Reduction = (x, start, count) => {
  let most = Infinity
  for (let i = start; i < start + count; i++) most = Math.min(most, x[i]!)
  return most
}

const reduceBig: BigReduction = (x, start, count) => {
  let most = x[start]!
  for (let i = start + 1; i < start + count; i++) if (x[i]! < most) most = x[i]!
  return most
}

/** The smallest element; NaN wins. Of none it is the highest number of the type. */
export const reduceMin: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ReduceMin',
  since: 1,
  inputs: [1, 2],
  bind: (node) =>
    bindReduction(node, 18, reduce, node.version < 20 ? numbers : [...numbers, 'bool'], reduceBig, highest),
})
