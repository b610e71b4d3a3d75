import type { TensorType } from '../../backend.js'
import { bindUnary } from '../arithmetic.js'
import type { Cells } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats, signed } from '../types.js'

function loop(x: Cells, out: Cells, count: number, type: TensorType): void {
  if (type === 'int64') {
    const zero = 0n as unknown as number
    for (let i = 0; i < count; i++) out[i] = x[i]! < 0 ? zero : x[i]!
    return
  }
  // The element or 0 by an index: of a branch no processor can tell which way it goes.
  const either = new Float64Array(2)
  for (let i = 0; i < count; i++) {
    either[0] = x[i]!
    out[i] = either[+(x[i]! < 0)]!
  }
}

/** 0 where x < 0, else x: NaN and -0 stay. */
export const relu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Relu',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindUnary(node, node.version < 14 ? floats : signed, loop),
})
