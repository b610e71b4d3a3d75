import { indexOf, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The elements of the last axis at the given places, negative ones counted from the end; of a vector, as one row. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, places]) {
      const { dims, data } = x!
      if (dims.length === 0) node.refuse('expected at least 1 dimension, got a scalar')
      const width = dims.at(-1)!
      const chosen = integersOf(places!).map((place) => indexOf(node, place, width))
      if (chosen.length === 0) node.refuse('expected at least one index')
      const made = dims.length === 1 ? [1, chosen.length] : [...dims.slice(0, -1), chosen.length]
      const rows = sizeOf(made, 0, made.length - 1)
      const out = make(node, type, made) as { [index: number]: unknown }
      for (let r = 0, to = 0; r < rows; r++) for (const place of chosen) out[to++] = data[r * width + place]
      return [tensorOf(type, made, out as never)]
    },
  }
}

export const arrayFeatureExtractor: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'ArrayFeatureExtractor',
  since: 1,
  inputs: [2, 2],
  bind,
})
