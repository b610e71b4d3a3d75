import type { Tensor } from '../../backend.js'
import { convert } from '../convert.js'
import { make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { rowTypes, rowsOf } from '../rows.js'
import { typeOfInput } from '../types.js'

/** The inputs' columns side by side, as float32: of each as many as `inputdimensions` says, 0 for those that it lacks. Axes after the first are columns. */
function bind(node: NodeContext): Bound {
  const widths = Array.from(node.ints('inputdimensions') ?? node.invalid('expected attribute inputdimensions'))
  if (widths.length !== node.inputs.length || node.inputs.includes(null)) {
    node.invalid(`expected ${widths.length} inputs, got ${node.inputs.length}`)
  }
  if (widths.some((width) => width < 0)) node.invalid('expected inputdimensions of at least 0')
  widths.forEach((_, i) => typeOfInput(node, i, rowTypes))
  const total = widths.reduce((sum, width) => sum + width, 0)
  return {
    types: ['float32'],
    run(inputs) {
      const sizes = inputs.map((x) => {
        const { dims } = x
        return dims.length < 3 ? rowsOf(node, x, 0) : ([dims[0]!, sizeOf(dims, 1)] as const)
      })
      const rows = sizes[0]![0]
      if (sizes.some(([count]) => count !== rows)) node.refuse('expected inputs of as many rows')
      const out = make(node, 'float32', [rows, total])
      let start = 0
      inputs.forEach(({ type, data }: Tensor, i) => {
        const width = sizes[i]![1]
        const taken = Math.min(width, widths[i]!)
        for (let r = 0; r < rows; r++) {
          const row = data.slice(r * width, r * width + taken) as Tensor['data']
          const to = r * total + start
          convert(row, type, out.subarray(to, to + taken), 'float32')
        }
        start += widths[i]!
      })
      return [tensorOf('float32', [rows, total], out)]
    },
  }
}

export const featureVectorizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'FeatureVectorizer',
  since: 1,
  inputs: [1, Infinity],
  bind,
})
