import { readLabels } from '../class-labels.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { rowsOf } from '../rows.js'
import { typeOfInput } from '../types.js'

/** A map from label to score for each row. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['float32'])
  const labels = readLabels(node, 'classlabels_int64s', 'classlabels_strings') ?? node.invalid('expected class labels')
  const { values } = labels
  if (new Set(values).size !== values.length) node.invalid('expected distinct class labels')
  return {
    types: [`sequence(map(${labels.type},float32))`],
    run([x]) {
      const [rows, width] = rowsOf(node, x!, values.length)
      if (width !== values.length) node.refuse(`expected ${values.length} scores in a row, got ${width}`)
      // A map takes far more than its numbers do.
      node.count([rows, values.length, 16])
      const scores = x!.data as Float32Array
      const maps: Map<string | bigint, number>[] = []
      for (let r = 0, i = 0; r < rows; r++) {
        const map = new Map<string | bigint, number>()
        for (const label of values) map.set(label, scores[i++]!)
        maps.push(map)
      }
      return [maps]
    },
  }
}

export const zipMap: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'ZipMap',
  since: 1,
  inputs: [1, 1],
  bind,
})
