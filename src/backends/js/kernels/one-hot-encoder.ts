import { readLabels } from '../class-labels.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/**
 * A new last axis with 1 at the category of each element, whose fraction does not count; all 0 for one that is unknown, or with `zeros` 0
 * a refusal.
 */
function bind(node: NodeContext): Bound {
  const labels = readLabels(node, 'cats_int64s', 'cats_strings') ?? node.invalid('expected categories')
  const whole = labels.type === 'int64'
  typeOfInput(node, 0, whole ? ['int64', 'int32', 'float32', 'float64'] : ['string'])
  const zeros = node.int('zeros', 1) !== 0
  const places = new Map<unknown, number>(labels.values.map((value, i) => [value, i]))
  const width = labels.values.length
  return {
    types: ['float32'],
    run([x]) {
      const dims = [...x!.dims, width]
      const out = make(node, 'float32', dims)
      for (let i = 0; i < x!.data.length; i++) {
        const value = x!.data[i]!
        const place = places.get(Number.isFinite(value) ? BigInt(Math.trunc(value as number)) : value)
        if (place !== undefined) out[i * width + place] = 1
        else if (!zeros) node.refuse(`expected a known category at ${i}`)
      }
      return [tensorOf('float32', dims, out)]
    },
  }
}

export const oneHotEncoder: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'OneHotEncoder',
  since: 1,
  inputs: [1, 1],
  bind,
})
