import type { Tensor } from '../../backend.js'
import { bindActivation } from '../fused-activation.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { gemm } from './gemm.js'

/** Gemm, then an activation. */
export const fusedGemm: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'FusedGemm',
  since: 1,
  inputs: [2, 3],
  bind(node) {
    const { types, run } = gemm.bind({ ...node, version: 13 })
    // A Clip's numbers have no attributes here.
    if (node.text('activation', '') === 'Clip') node.unsupported('no activation "Clip"')
    const activate = bindActivation(node, types[0]!, (name, fallback) => node.float(`activation_${name}`, fallback))
    return { types, run: (inputs) => [activate(run(inputs)[0] as Tensor)] }
  },
})
