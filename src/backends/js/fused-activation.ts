import { quote } from '../../errors.js'
import type { Tensor } from '../backend.js'
import type { Kernel, NodeContext, ValueType } from './kernel.js'
import { clip } from './kernels/clip.js'
import { elu } from './kernels/elu.js'
import { hardSigmoid } from './kernels/hard-sigmoid.js'
import { leakyRelu } from './kernels/leaky-relu.js'
import { relu } from './kernels/relu.js'
import { selu } from './kernels/selu.js'
import { sigmoid } from './kernels/sigmoid.js'
import { softplus } from './kernels/softplus.js'
import { softsign } from './kernels/softsign.js'
import { tanh } from './kernels/tanh.js'
import { thresholdedRelu } from './kernels/thresholded-relu.js'

const activations: readonly Kernel[] = [
  clip,
  elu,
  hardSigmoid,
  leakyRelu,
  relu,
  selu,
  sigmoid,
  softplus,
  softsign,
  tanh,
  thresholdedRelu,
]

/** The operator that attribute `activation` names, where there is one: it is given its attributes by `number`. */
export function bindActivation(
  node: NodeContext,
  type: ValueType,
  number: (name: string, fallback: number | undefined) => number,
): (y: Tensor) => Tensor {
  const name = node.text('activation', '')
  if (name === '') return (y) => y
  const kernel = activations.find((known) => known.name === name) ?? node.unsupported(`no activation ${quote(name)}`)
  const { run } = kernel.bind({
    ...node,
    // In which all of these have their numbers as attributes.
    version: 10,
    inputs: [{ type, value: null, dims: null, single: type === 'float32' }],
    float: number,
  })
  return (y) => run([y])[0] as Tensor
}
