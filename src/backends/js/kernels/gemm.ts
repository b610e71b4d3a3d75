import { copyStrided, make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext, RowRun, SparseRun } from '../kernel.js'
import { allFinite, multiply, multiplySparse, packMatrix, productOfRows, type Matrix } from '../matrix.js'
import { commonType, floats, hasInput } from '../types.js'
import type { Tensor } from '../../backend.js'

/** beta · c added to out, c being broadcast to [m, n]. */
function addBias(
  node: NodeContext,
  out: Float64Array,
  m: number,
  n: number,
  { type, dims, data }: Tensor,
  beta: number,
): void {
  const rows = dims.length > 1 ? dims[0]! : 1
  const columns = dims.length > 0 ? dims[dims.length - 1]! : 1
  if (dims.length > 2 || (rows !== 1 && rows !== m) || (columns !== 1 && columns !== n)) {
    node.refuse(`expected c to broadcast to [${m}, ${n}], got [${dims.join(', ')}]`)
  }
  const rowStride = rows === 1 ? 0 : columns
  const stride = columns === 1 ? 0 : 1
  const round = type === 'float32' ? Math.fround : Number
  const bias = data as Float64Array
  for (let r = 0, i = 0; r < m; r++) {
    for (let j = 0; j < n; j++, i++) out[i] = out[i]! + round(beta * bias[r * rowStride + j * stride]!)
  }
}

/** alpha · (a · b) + beta · c, with a and b transposed when so asked. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const alpha = node.float('alpha', 1)
  const beta = node.float('beta', 1)
  const transA = node.int('transA', 0) !== 0
  const transB = node.int('transB', 0) !== 0
  const biased = hasInput(node, 2)
  if (!biased && node.version < 11) node.invalid('expected input 2')
  const prepare = (b: Tensor): Matrix => {
    if (b.dims.length !== 2) node.refuse(`expected b of 2 dimensions, got ${b.dims.length}`)
    const [k, n] = transB ? [b.dims[1]!, b.dims[0]!] : [b.dims[0]!, b.dims[1]!]
    node.count([k, n])
    return packMatrix(b, 0, k, n, transB)
  }
  const fixed = node.inputs[1]!.value
  const ready = fixed === null ? null : prepare(fixed)
  const sparse = ready !== null && !transA && allFinite(ready) ? ready : null
  const finish = (out: Float64Array, m: number, n: number, c: Tensor | undefined): Tensor => {
    if (alpha !== 1) for (let i = 0; i < out.length; i++) out[i] = alpha * out[i]!
    if (biased) addBias(node, out, m, n, c!, beta)
    return tensorOf(type, [m, n], out)
  }
  return {
    types: [type],
    ...(sparse !== null && {
      runSparse(x, [, c]) {
        const { k, n } = sparse
        const [m, columns] = x.dims
        if (columns !== k) node.refuse(`expected a of ${k} columns, got [${x.dims.join(', ')}]`)
        for (const { indices } of x.rows) node.charge(indices.length * n)
        const out = make(node, type, [m, n]) as Float64Array
        multiplySparse(x.rows, 0, 1, x.rows.length, sparse, out)
        return [out.length === 0 ? tensorOf(type, [m, n], out) : finish(out, m, n, c)]
      },
    }),
    rows(width, index) {
      const product = index === 0 && !transA && alpha === 1 ? productOfRows(ready, width, sparse !== null) : null
      if (product === null || !biased) return product
      const c = node.inputs[2]!.value!
      if (c.dims.length > 2 || (c.dims.length === 2 && c.dims[0] !== 1)) return null
      const bias = new Float64Array(product.width)
      addBias(node, bias, 1, product.width, c, beta)
      const add = (out: Float64Array, rows: number): void => {
        for (let r = 0, i = 0; r < rows; r++) for (let j = 0; j < bias.length; j++, i++) out[i]! += bias[j]!
      }
      const run: RowRun = (x, at, rows, out) => {
        product.run!(x, at, rows, out)
        add(out, rows)
      }
      const runSparse: SparseRun = (given, start, stride, rows, out) => {
        product.runSparse!(given, start, stride, rows, out)
        add(out, rows)
      }
      return { ...product, run, ...(product.runSparse && { runSparse }) }
    },
    run([a, b, c]) {
      const matrix = ready ?? prepare(b!)
      const { k, n } = matrix
      const [rows, columns] = transA ? [a!.dims[1], a!.dims[0]] : [a!.dims[0], a!.dims[1]]
      if (a!.dims.length !== 2 || columns !== k) node.refuse(`expected a of ${k} columns, got [${a!.dims.join(', ')}]`)
      const m = rows!
      node.charge(m * k * n)
      const out = make(node, type, [m, n]) as Float64Array
      if (out.length === 0) return [tensorOf(type, [m, n], out)]
      let left = a!.data
      if (transA) {
        left = make(node, type, [m, k])
        copyStrided(a!.data, 0, [1, m], [m, k], left)
      }
      multiply(left, 0, m, matrix, out, 0)
      return [finish(out, m, n, c)]
    },
  }
}

export const gemm: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Gemm', since: 7, inputs: [2, 3], bind })
