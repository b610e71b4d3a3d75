import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindSoftmax } from '../softmax-axis.js'
import type { softmaxRun } from '../softmax.js'

const hardmaxRun: typeof softmaxRun = (x, out, start, step, count) => {
  let best = start
  for (let i = start, end = start + count * step; i < end; i += step) {
    out[i] = 0
    if (x[i]! > x[best]! || (x[i] !== x[i] && x[best] === x[best])) best = i
  }
  out[best] = 1
}

/** 1 for the first of the largest, NaN being the largest, else 0. */
export const hardmax: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Hardmax',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindSoftmax(node, hardmaxRun),
})
