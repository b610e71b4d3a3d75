import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { gelu } from './gelu.js'

/** Gelu, as there was one before ONNX had it. */
export const fusedGelu: Kernel = /* @__PURE__ */ defineKernel({
  ...gelu,
  domain: 'com.microsoft',
  since: 1,
  bind: (node) => gelu.bind({ ...node, text: () => 'none' }),
})
