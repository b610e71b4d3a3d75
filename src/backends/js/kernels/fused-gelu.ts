import type { Kernel } from '../kernel.js'
import { gelu } from './gelu.js'

/** Gelu, as there was one before ONNX had it. */
export const fusedGelu: Kernel = {
  ...gelu,
  domain: 'com.microsoft',
  since: 1,
  bind: (node) => gelu.bind({ ...node, text: () => 'none' }),
}
