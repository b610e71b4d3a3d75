import { integersOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { coordinates, readResampling, resample } from '../resample.js'
import { anyType, floats, hasInput, typeOfInput } from '../types.js'

/** What Resize 10 is; before version 9 the scales are an attribute. */
function bind(node: NodeContext): Bound {
  const how = readResampling(node, coordinates['asymmetric']!, 'simple')
  const type = typeOfInput(node, 0, how.weigh === null ? anyType : floats)
  const fixed = node.version < 9 ? (node.floats('scales') ?? node.invalid('expected attribute scales')) : null
  if (fixed === null && !hasInput(node, 1)) node.invalid('expected input 1')
  return {
    types: [type],
    run([x, given]) {
      const scales = fixed === null ? integersOf(given!) : Array.from(fixed)
      if (scales.length !== x!.dims.length || !scales.every((scale) => scale >= 1 && scale < Infinity)) {
        node.refuse(`expected ${x!.dims.length} scales of at least 1`)
      }
      const made = x!.dims.map((size, i) => Math.floor(size * scales[i]!))
      node.count(made)
      return [resample(node, x!, made, scales, how)]
    },
  }
}

export const upsample: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Upsample',
  since: 7,
  until: 9,
  inputs: [1, 2],
  bind,
})
