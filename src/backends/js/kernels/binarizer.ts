import { bindUnary } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { rowTypes } from '../rows.js'

/** 1 where x > threshold, else 0. */
export const binarizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'Binarizer',
  since: 1,
  inputs: [1, 1],
  bind(node) {
    const threshold = node.float('threshold', 0)
    return bindUnary(node, rowTypes, (x, out, count, type) => {
      const [no, yes] = (type === 'int64' ? [0n, 1n] : [0, 1]) as [number, number]
      for (let i = 0; i < count; i++) out[i] = x[i]! > threshold ? yes : no
    })
  },
})
