import type { Tensor } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { longOf } from '../long.js'

/** The one of the attributes that is there; scalars and lists since version 12. */
function valueOf(node: NodeContext): Tensor {
  const tensor = node.tensor('value')
  if (tensor !== null) return tensor
  if (node.version < 12) return node.invalid('expected attribute value')
  const floats = node.floats('value_floats')
  if (floats !== null) return { type: 'float32', dims: [floats.length], data: floats }
  const ints = node.longs('value_ints')
  if (ints !== null) return { type: 'int64', dims: [ints.length], data: ints }
  const strings = node.strings('value_strings')
  if (strings !== null) return { type: 'string', dims: [strings.length], data: strings }
  if (node.has('value_float')) return { type: 'float32', dims: [], data: Float32Array.of(node.float('value_float')) }
  if (node.has('value_string')) return { type: 'string', dims: [], data: [node.text('value_string')] }
  return { type: 'int64', dims: [], data: BigInt64Array.of(longOf(node, 'value_int')) }
}

function bind(node: NodeContext): Bound {
  const value = valueOf(node)
  return { types: [value.type], run: () => [value] }
}

export const constant: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Constant',
  since: 1,
  inputs: [0, 0],
  bind,
})
