import { make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** The determinant by elimination, each time with the largest of the column in size, the first of equals; it is lost. */
function determinant(a: Float64Array, n: number): number {
  let product = 1
  for (let c = 0; c < n; c++) {
    let best = c
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r * n + c]!) > Math.abs(a[best * n + c]!)) best = r
    const pivot = a[best * n + c]!
    if (pivot === 0) return 0
    if (best !== c) {
      product = -product
      for (let j = c; j < n; j++) [a[c * n + j], a[best * n + j]] = [a[best * n + j]!, a[c * n + j]!]
    }
    product *= pivot
    for (let r = c + 1; r < n; r++) {
      const factor = a[r * n + c]! / pivot
      for (let j = c + 1; j < n; j++) a[r * n + j]! -= factor * a[c * n + j]!
    }
  }
  return product
}

/** Of each square matrix in the last two axes, in float64, rounded once. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      const n = dims.at(-1)
      if (dims.length < 2 || n !== dims.at(-2)) node.refuse(`expected square matrices, got [${dims.join(', ')}]`)
      const made = dims.slice(0, -2)
      const out = make(node, type, made) as Float64Array
      const area = sizeOf(dims, dims.length - 2)
      node.charge(out.length * (area * n! + 1))
      node.count([area])
      for (let i = 0; i < out.length; i++) {
        out[i] = determinant(Float64Array.from((x!.data as Float64Array).subarray(i * area, (i + 1) * area)), n!)
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const det: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Det', since: 11, inputs: [1, 1], bind })
