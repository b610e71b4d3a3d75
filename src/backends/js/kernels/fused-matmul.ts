import type { Tensor } from '../../backend.js'
import { copyStrided, make, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { matMul } from './matmul.js'

/** The tensor with its last two axes the other way round; with `batch` the first axis first goes behind the others but the last. */
function turned(node: NodeContext, { type, dims, data }: Tensor, swap: boolean, batch: boolean): Tensor {
  const order = dims.map((_, i) => i)
  if (batch && order.length > 2) order.splice(order.length - 2, 0, order.shift()!)
  if (swap && order.length > 1) order.push(...order.splice(-2).reverse())
  if (order.every((axis, i) => axis === i)) return tensorOf(type, dims, data)
  const made = order.map((axis) => dims[axis]!)
  const out = make(node, type, made)
  const strides = stridesOf(dims)
  copyStrided(
    data,
    0,
    order.map((axis) => strides[axis]!),
    made,
    out,
  )
  return tensorOf(type, made, out)
}

/** alpha times a matrix product, of inputs whose axes may be moved before. */
function bind(node: NodeContext): Bound {
  const alpha = node.float('alpha', 1)
  const flag = (name: string): boolean => node.int(name, 0) !== 0
  const [swapA, swapB, batchA, batchB] = [flag('transA'), flag('transB'), flag('transBatchA'), flag('transBatchB')]
  const { types, run } = matMul.bind({
    ...node,
    inputs: node.inputs.map((input) => ({ ...input!, value: null })),
  })
  return {
    types,
    run([a, b]) {
      const { type, dims, data } = run([turned(node, a!, swapA, batchA), turned(node, b!, swapB, batchB)])[0] as Tensor
      const out = data as Float64Array
      if (alpha !== 1) for (let i = 0; i < out.length; i++) out[i] = alpha * out[i]!
      return [tensorOf(type, dims, out)]
    },
  }
}

export const fusedMatMul: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'FusedMatMul',
  since: 1,
  inputs: [2, 2],
  bind,
})
