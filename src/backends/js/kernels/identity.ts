import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The input itself: a tensor, or since version 14 a sequence. */
export function bindIdentity(node: NodeContext): Bound {
  const { type } = node.inputs[0]!
  const other = node.version >= 14 && type.startsWith('sequence(')
  return { types: [other ? type : typeOfInput(node, 0, anyType)], run: ([x]) => [x!] }
}

export const identity: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Identity',
  since: 1,
  inputs: [1, 1],
  bind: bindIdentity,
})
