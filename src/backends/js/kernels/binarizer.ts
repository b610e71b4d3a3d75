import { bindUnary } from '../arithmetic.js'
import type { Kernel } from '../kernel.js'
import { floats } from '../types.js'

/** 1 where x > threshold, else 0. */
export const binarizer: Kernel = {
  domain: 'ai.onnx.ml',
  name: 'Binarizer',
  since: 1,
  inputs: [1, 1],
  bind(node) {
    const threshold = node.float('threshold', 0)
    return bindUnary(node, floats, (x, out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i]! > threshold ? 1 : 0
    })
  },
}
