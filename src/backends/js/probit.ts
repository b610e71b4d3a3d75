import { log } from '../../math/log.js'
import type { Kernel } from './kernel.js'

/** The quantile of the normal distribution, by the approximation that onnxruntime has too: of a relative error below 0.5%. */
function probit(p: number): number {
  const x = 2 * p - 1
  const half = 0.5 * log((1 - x) * (1 + x))
  const v = 4.330746750799873 + half
  const size = 1.41421356 * Math.sqrt(Math.sqrt(v * v - 13.605442176870747 * half) - v)
  return x < 0 ? -size : size
}

/** The operator of ai.onnx.ml with PROBIT beside its other transforms of scores. */
export function withProbit(kernel: Kernel): Kernel {
  return { ...kernel, bind: (node) => kernel.bind({ ...node, probit }) }
}
