import { axisOf, copyStrided, make, sizeOf, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** (x - mean) / (sqrt(mean of squares - mean²) + 1e-9) over axes, with sums in order. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const wanted = Array.from(node.ints('axes') ?? [0, 2, 3])
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      const axes = wanted.map((axis) => axisOf(node, axis, dims.length))
      const kept = dims.map((size, i) => (axes.includes(i) ? 1 : size))
      const groups = sizeOf(kept)
      const cells = x!.data as Float64Array
      const strides = stridesOf(kept).map((stride, i) => (axes.includes(i) ? 0 : stride))
      const groupOf = make(node, 'int32', dims)
      const numbers = new Int32Array(node.count([groups])).map((_, i) => i)
      if (cells.length > 0) copyStrided(numbers, 0, strides, dims, groupOf)
      const [sums, squares] = [make(node, 'float64', [groups]), make(node, 'float64', [groups])]
      for (let i = 0; i < cells.length; i++) {
        const g = groupOf[i]!
        sums[g] = round(sums[g]! + cells[i]!)
        squares[g] = round(squares[g]! + round(cells[i]! * cells[i]!))
      }
      const count = cells.length / groups
      for (let g = 0; g < groups; g++) {
        const mean = round(sums[g]! / count)
        const variance = round(round(squares[g]! / count) - round(mean * mean))
        sums[g] = mean
        squares[g] = round(round(Math.sqrt(variance)) + round(1e-9))
      }
      const out = make(node, type, dims) as Float64Array
      for (let i = 0; i < cells.length; i++) out[i] = round(cells[i]! - sums[groupOf[i]!]!) / squares[groupOf[i]!]!
      return [tensorOf(type, dims, out)]
    },
  }
}

export const meanVarianceNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'MeanVarianceNormalization',
  since: 9,
  inputs: [1, 1],
  bind,
})
