import type { Tensor } from '../../backend.js'
import { broadcastDims, broadcastStrides } from '../broadcast.js'
import { make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { allFinite, matrixDims, multiply, multiplySparse, packMatrix, productOfRows, type Matrix } from '../matrix.js'
import { commonType, floats } from '../types.js'

/** Products over the last two axes; those before them broadcast, as numpy.matmul has it. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const fixed = node.inputs[1]!.value
  const prepare = ({ dims }: Tensor, b: Tensor, offset: number): Matrix => {
    const [k, n] = matrixDims(node, dims, false).slice(-2) as [number, number]
    node.count([k, n])
    return packMatrix(b, offset, k, n, false)
  }
  const ready = fixed !== null && fixed.dims.length < 3 ? prepare(fixed, fixed, 0) : null
  const sparse = ready !== null && fixed?.dims.length === 2 && allFinite(ready) ? ready : null
  return {
    types: [type],
    ...(sparse !== null && {
      runSparse(x) {
        const { k, n } = sparse
        if (x.dims[1] !== k) node.refuse(`[${x.dims.join(', ')}] and [${k}, ${n}] do not multiply`)
        const dims = [x.dims[0], n]
        const out = make(node, type, dims)
        for (const { indices } of x.rows) node.charge(indices.length * n)
        multiplySparse(x.rows, 0, 1, x.rows.length, sparse, out)
        return [tensorOf(type, dims, out)]
      },
    }),
    rows: (width, index) =>
      index === 0 && fixed!.dims.length === 2 ? productOfRows(ready, width, sparse !== null) : null,
    run([a, b]) {
      const aDims = matrixDims(node, a!.dims, true)
      const bDims = matrixDims(node, b!.dims, false)
      const k = aDims.at(-1)!
      const n = bDims.at(-1)!
      if (bDims.at(-2) !== k) node.refuse(`[${a!.dims.join(', ')}] and [${b!.dims.join(', ')}] do not multiply`)
      const vectorA = a!.dims.length === 1
      const vectorB = b!.dims.length === 1
      const single = bDims.length === 2
      // With one right matrix, whatever is on the left is rows.
      const rows = single ? sizeOf(aDims, 0, aDims.length - 1) : aDims.at(-2)!
      const stacks = single ? [] : broadcastDims(node, aDims.slice(0, -2), bDims.slice(0, -2))
      const dims = [
        ...(single ? aDims.slice(0, -2) : stacks),
        ...(vectorA ? [] : [aDims.at(-2)!]),
        ...(vectorB ? [] : [n]),
      ]
      const out = make(node, type, dims)
      const count = sizeOf(stacks)
      if (out.length === 0) return [tensorOf(type, dims, out)]
      node.charge(count * rows * k * n)
      const aStrides = broadcastStrides(aDims.slice(0, -2), stacks)
      const bStrides = broadcastStrides(bDims.slice(0, -2), stacks)
      for (let s = 0; s < count; s++) {
        const aStart = single ? 0 : offsetOf(s, stacks, aStrides) * rows * k
        const matrix = ready ?? prepare(b!, b!, offsetOf(s, stacks, bStrides) * k * n)
        multiply(a!.data, aStart, rows, matrix, out, s * rows * n)
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

/** How many matrices lie before the one of stack `index`. */
function offsetOf(index: number, dims: readonly number[], strides: readonly number[]): number {
  let offset = 0
  for (let d = dims.length - 1; d >= 0; d--) {
    offset += (index % dims[d]!) * strides[d]!
    index = Math.floor(index / dims[d]!)
  }
  return offset
}

export const matMul: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'MatMul',
  since: 1,
  inputs: [2, 2],
  bind,
})
