import { timesOf } from '../arithmetic.js'
import { bindCumulation } from '../cumulate.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'

/** The product up to each element. */
export const cumProd: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'CumProd',
  since: 26,
  inputs: [2, 2],
  bind: (node) => bindCumulation(node, 1, timesOf(node.inputs[0]!.type)),
})
