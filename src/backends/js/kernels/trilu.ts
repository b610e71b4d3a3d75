import { integersOf, make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, takesInput, typeOfInput } from '../types.js'

/** Matrices with 0 below the k-th diagonal, or above it when not `upper`. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const upper = node.int('upper', 1) !== 0
  const shifted = takesInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, k]) {
      const { dims, data } = x!
      if (dims.length < 2) node.refuse(`expected at least 2 dimensions, got ${dims.length}`)
      const [rows, columns] = dims.slice(-2) as [number, number]
      const diagonal = shifted ? integersOf(k!)[0]! : 0
      const out = make(node, type, dims) as { [index: number]: unknown }
      for (let i = 0; i < data.length; i++) {
        const row = Math.floor(i / columns) % rows
        const place = (i % columns) - row - diagonal
        if (upper ? place >= 0 : place <= 0) out[i] = data[i]
      }
      return [tensorOf(type, dims, out as never)]
    },
  }
}

export const trilu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Trilu',
  since: 14,
  inputs: [1, 2],
  bind,
})
