import { pow } from '../../../math/pow.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindPool } from '../pool.js'

/** The root of degree `p` of the sum of |x|^p of each window, in order, in float64, rounded once. */
function bind(node: NodeContext): Bound {
  const p = node.int('p', 2)
  if (!(p >= 1)) node.invalid(`expected p of at least 1, got ${p}`)
  return bindPool(node, (x, start, offsets) => {
    let sum = 0
    node.charge(16 * offsets.length)
    for (const offset of offsets) if (offset >= 0) sum += pow(Math.abs(x[start + offset]!), p)
    return pow(sum, 1 / p)
  })
}

export const lpPool: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'LpPool',
  since: 2,
  inputs: [1, 1],
  bind,
})
