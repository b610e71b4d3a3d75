import type { Tensor } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { add } from './add.js'
import { wholeAveragePool } from './average-pool.js'
import { concat } from './concat.js'
import { dequantizeLinear } from './dequantize-linear.js'
import { globalAveragePool } from './global-average-pool.js'
import { leakyRelu } from './leaky-relu.js'
import { mul } from './mul.js'
import { quantizeLinear } from './quantize-linear.js'
import { sigmoid } from './sigmoid.js'
import { softmax } from './softmax.js'
import { where } from './where.js'

const float = { type: 'float32', value: null, dims: null, single: true } as const

/**
 * An operator of float32 in the given version (0 is the one that `opset` says), of dequantised inputs, quantised: inputs are values with
 * scale and zero point, then the scale and zero point of the result. Of `lead` inputs before those, two are that scale and zero point, one
 * is the operator's own.
 */
function quantized(name: string, kernel: Kernel, version: number, max: number, lead: number = 0): Kernel {
  const bind = (node: NodeContext): Bound => {
    // The operator's own inputs, which are not quantised.
    const plain = lead % 2
    const count = Math.floor((node.inputs.length - plain) / 3)
    const starts = Array.from({ length: count }, (_, i) => 3 * i + lead)
    const end = lead === 2 ? 0 : 3 * count + lead
    const as = (of: Kernel, at: number, inputs: NodeContext['inputs']): Bound =>
      of.bind({ ...node, version: at, inputs })
    if (node.int('channels_last', 0) !== 0) node.unsupported('no channels_last')
    const given = starts.map((i) => as(dequantizeLinear, 10, node.inputs.slice(i, i + 3)))
    const result = as(quantizeLinear, 10, [float, ...node.inputs.slice(end, end + 2)])
    const { run } = as(kernel, version || node.int('opset'), [
      ...node.inputs.slice(0, plain),
      ...starts.map(() => float),
    ])
    return {
      types: result.types,
      run(inputs) {
        const values = given.map((one, i) => one.run(inputs.slice(starts[i], starts[i]! + 3))[0] as Tensor)
        return result.run([run([...inputs.slice(0, plain), ...values])[0] as Tensor, ...inputs.slice(end, end + 2)])
      },
    }
  }
  return defineKernel({ domain: 'com.microsoft', name, since: 1, inputs: [lead === 2 ? 5 : max - 1, max], bind })
}

/** An operator that onnxruntime had for integers of 16 bits before ONNX. */
const early = (kernel: Kernel): Kernel => ({
  ...kernel,
  domain: 'com.microsoft',
  since: 1,
  bind: (node) => kernel.bind({ ...node, version: 13 }),
})

/** Operators of onnxruntime that give what the float32 ones do between DequantizeLinear and QuantizeLinear. */
export const qLinear: readonly Kernel[] = /* @__PURE__ */ [
  quantized('QLinearAdd', add, 14, 8),
  quantized('QLinearAveragePool', wholeAveragePool, 11, 5),
  quantized('QLinearConcat', concat, 13, Infinity, 2),
  quantized('QLinearGlobalAveragePool', globalAveragePool, 1, 5),
  quantized('QLinearLeakyRelu', leakyRelu, 16, 5),
  quantized('QLinearMul', mul, 14, 8),
  quantized('QLinearSigmoid', sigmoid, 13, 5),
  quantized('QLinearSoftmax', softmax, 0, 5),
  quantized('QLinearWhere', where, 16, 9, 1),
  early(dequantizeLinear),
  early(quantizeLinear),
]
