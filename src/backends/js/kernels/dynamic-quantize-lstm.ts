import type { Tensor } from '../../backend.js'
import { integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, Known, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'
import { dequantizeLinear } from './dequantize-linear.js'
import { dynamicQuantizeLinear } from './dynamic-quantize-linear.js'
import { bindLstm } from './lstm.js'

const known = (type: 'float32' | 'uint8'): Known => ({ type, value: null, dims: null, single: true })

/** Weights of [directions, inputs, rows], with a scale and zero point for each direction, or each of its rows, as LSTM takes them. */
function weightsOf(node: NodeContext, { dims, data }: Tensor, scale: Tensor, zero: Tensor): Tensor {
  const [directions, depth, rows] = dims as readonly [number, number, number]
  const each = scale.dims.length === 2 ? rows : 1
  const wanted = each === 1 ? `${directions}` : `${directions},${rows}`
  if (dims.length !== 3 || scale.dims.join() !== wanted || zero.dims.join() !== wanted) {
    node.refuse('expected 3 dimensions, a scale and zero point for each direction or row')
  }
  const made = [directions, rows, depth]
  const out = make(node, 'float32', made)
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / depth)
    const direction = Math.floor(row / rows)
    const s = each === 1 ? direction : row
    const q = data[(direction * depth + (i % depth)) * rows + (row % rows)] as number
    out[i] = (q - (zero.data[s] as number)) * (scale.data[s] as number)
  }
  return tensorOf('float32', made, out)
}

/**
 * LSTM of weights that are quantised, of x and, in each step, of the states of all rows as DynamicQuantizeLinear leaves them: steps after
 * the longest row have no part in it, nor has a row that ended before the last step.
 */
function bind(node: NodeContext): Bound {
  const [float, byte] = [known('float32'), known('uint8')]
  for (const i of [1, 2]) {
    typeOfInput(node, 2 * i + 6, ['float32'])
    typeOfInput(node, 2 * i + 7, [typeOfInput(node, i, ['int8', 'uint8'])])
  }
  const quantize = dynamicQuantizeLinear.bind(node)
  const back = dequantizeLinear.bind({ ...node, version: 10, inputs: [byte, float, byte] })
  const rounded = (x: Tensor): Tensor => back.run(quantize.run([x]) as readonly Tensor[])[0] as Tensor
  const { types, run } = bindLstm(
    { ...node, inputs: [node.inputs[0]!, float, float, ...node.inputs.slice(3, 8)] },
    (h) => rounded(tensorOf('float32', [h.length], h)).data as Float64Array,
  )
  return {
    types,
    run(inputs) {
      const weights = [1, 2].map((i) => weightsOf(node, inputs[i]!, inputs[2 * i + 6]!, inputs[2 * i + 7]!))
      const x = inputs[0] as Tensor & { readonly type: 'float32' }
      const steps = inputs[4] ? integersOf(inputs[4]).reduce((a, b) => Math.max(a, b), 0) : x.dims[0]!
      const data = x.data.slice().fill(0, steps * sizeOf(x.dims, 1))
      return run([rounded({ ...x, data }), ...weights, ...inputs.slice(3, 8)])
    },
  }
}

export const dynamicQuantizeLstm: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'DynamicQuantizeLSTM',
  since: 1,
  inputs: [3, 12],
  bind,
})
