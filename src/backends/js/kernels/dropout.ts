import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, hasInput, takesInput, typeOfInput } from '../types.js'

/** The input itself, as outside of training or where the ratio is 0, and a mask that lets all through. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  node.has(node.version < 12 ? 'ratio' : 'seed')
  if (node.version < 12 && node.inputs.length > 1) node.invalid('expected 1 input')
  if (hasInput(node, 1)) typeOfInput(node, 1, floats)
  const training = takesInput(node, 2, ['bool'])
  const mask = node.version < 10 ? type : 'bool'
  return {
    types: [type, mask],
    run([x, ratio, flag]) {
      if (training && flag!.data[0] === 1 && ratio?.data[0] !== 0) node.refuse('expected no training')
      if (node.outputs < 2) return [x!]
      const ones = make(node, mask, x!.dims) as Uint8Array
      return [x!, tensorOf(mask, x!.dims, ones.fill(1) as never)]
    },
  }
}

export const dropout: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Dropout',
  since: 7,
  inputs: [1, 3],
  bind,
})
