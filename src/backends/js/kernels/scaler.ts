import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { rowTypes, singlesOf } from '../rows.js'
import { typeOfInput } from '../types.js'

/** (x - offset) · scale in float32, with one offset and scale for each column or for all. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const offset = node.floats('offset') ?? node.invalid('expected attribute offset')
  const scale = node.floats('scale') ?? node.invalid('expected attribute scale')
  const { length } = offset
  if (length === 0 || scale.length !== length) node.invalid(`expected ${length} values in scale, got ${scale.length}`)
  return {
    types: ['float32'],
    run([x]) {
      const { dims } = x!
      if (length !== 1 && dims.at(-1) !== length) node.refuse(`expected ${length} columns, got [${dims.join(', ')}]`)
      const from = singlesOf(node, x!)
      const out = make(node, 'float32', dims)
      for (let i = 0; i < out.length; i++) out[i] = Math.fround(from[i]! - offset[i % length]!) * scale[i % length]!
      return [tensorOf('float32', dims, out)]
    },
  }
}

export const scaler: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'Scaler',
  since: 1,
  inputs: [1, 1],
  bind,
})
