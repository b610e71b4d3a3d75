import { quote } from '../../../errors.js'
import { erf as erfOf } from '../../../math/erf.js'
import { tanh as tanhOf } from '../../../math/tanh.js'
import { bindFloatMap } from '../arithmetic.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'

/** 0.5 x (1 + erf(x / sqrt(2))), or with `tanh` 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))); in float64, rounded once. */
export const gelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Gelu',
  since: 20,
  inputs: [1, 1],
  bind(node: NodeContext) {
    const kind = node.text('approximate', 'none')
    if (kind !== 'none' && kind !== 'tanh') node.invalid(`no approximate ${quote(kind)}`)
    if (kind === 'none') return bindFloatMap(node, (x) => 0.5 * x * (1 + erfOf(x * 0.7071067811865476)))
    return bindFloatMap(node, (x) => 0.5 * x * (1 + tanhOf(0.7978845608028654 * (x + 0.044715 * x * x * x))))
  },
})
