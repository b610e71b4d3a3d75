import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { softmaxRun } from '../softmax.js'
import { bindSoftmax } from '../softmax-axis.js'

export const softmax: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Softmax',
  since: 1,
  inputs: [1, 1],
  bind: (node) => bindSoftmax(node, softmaxRun),
})
