import { quote } from '../../../errors.js'
import type { Tensor } from '../../backend.js'
import { expectDims, sizeOf, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { abs } from './abs.js'
import { add } from './add.js'
import { and } from './and.js'
import { batchNormalization } from './batch-normalization.js'
import { cast } from './cast.js'
import { ceil } from './ceil.js'
import { clip } from './clip.js'
import { concat } from './concat.js'
import { div } from './div.js'
import { dropout } from './dropout.js'
import { elu } from './elu.js'
import { equal } from './equal.js'
import { exp } from './exp.js'
import { floor } from './floor.js'
import { gemm } from './gemm.js'
import { greater } from './greater.js'
import { gru } from './gru.js'
import { hardSigmoid } from './hard-sigmoid.js'
import { layerNormalization } from './layer-normalization.js'
import { leakyRelu } from './leaky-relu.js'
import { less } from './less.js'
import { log } from './log.js'
import { lstm } from './lstm.js'
import { max } from './max.js'
import { mean } from './mean.js'
import { min } from './min.js'
import { mul } from './mul.js'
import { neg } from './neg.js'
import { or } from './or.js'
import { pad } from './pad.js'
import { pow } from './pow.js'
import { pRelu } from './prelu.js'
import { reciprocal } from './reciprocal.js'
import { relu } from './relu.js'
import { reshape } from './reshape.js'
import { rmsNormalization } from './rms-normalization.js'
import { rnn } from './rnn.js'
import { scatterElements } from './scatter-elements.js'
import { selu } from './selu.js'
import { sigmoid } from './sigmoid.js'
import { sqrt } from './sqrt.js'
import { sub } from './sub.js'
import { sum } from './sum.js'
import { tanh } from './tanh.js'
import { xor } from './xor.js'

type Bind = Kernel['bind']

const upTo = (kernel: Kernel, until: number, bind: Bind): Kernel => ({ ...kernel, since: 1, until, bind })

/** Before version 6 many had this attribute, of what may be overwritten. */
function letConsumed(node: NodeContext): void {
  if (node.version < 6) node.has('consumed_inputs')
}

const consuming = (kernel: Kernel, until: number): Kernel =>
  upTo(kernel, until, (node) => {
    letConsumed(node)
    return kernel.bind(node)
  })

/** The dims in which b, in dims of its own, goes along those of a from `axis` on; without one, along the last. */
function alongAxis(node: NodeContext, a: readonly number[], { dims, data }: Tensor, wanted: number | null): number[] {
  if (data.length === 1) return []
  const axis = wanted ?? a.length - dims.length
  const rest = a.length - axis - dims.length
  const fits = axis >= 0 && rest >= 0 && dims.every((size, i) => size === 1 || size === a[axis + i])
  if (!fits) node.refuse(`expected [${a.join(', ')}] and a part of its dims, got [${dims.join(', ')}]`)
  return [...dims, ...new Array<number>(rest).fill(1)]
}

/** Two inputs of the same dims, or with `broadcast` the second repeated. */
const broadcasting = (kernel: Kernel, consumes: boolean): Kernel =>
  upTo(kernel, 6, (node) => {
    if (consumes) letConsumed(node)
    const broadcast = node.int('broadcast', 0) !== 0
    const axis = node.has('axis') ? node.int('axis') : null
    const bound = kernel.bind(node)
    return {
      types: bound.types,
      run([a, b]) {
        if (!broadcast) return bound.run(sameDims(node, [a!, b!]))
        return bound.run([a!, tensorOf(b!.type, alongAxis(node, a!.dims, b!, axis), b!.data)])
      },
    }
  })

function sameDims(node: NodeContext, inputs: readonly Tensor[]): readonly Tensor[] {
  const [first] = inputs
  for (const other of inputs) expectDims(node, other, first!.dims, 'inputs of ')
  return inputs
}

const ofSameDims = (kernel: Kernel): Kernel =>
  upTo(kernel, 7, (node) => {
    letConsumed(node)
    const bound = kernel.bind(node)
    return { types: bound.types, run: (inputs) => bound.run(sameDims(node, inputs)) }
  })

/** What newer versions take as inputs after the first stands in attributes. */
const withAttributes = (kernel: Kernel, until: number, read: (node: NodeContext) => readonly Tensor[]): Kernel => ({
  ...upTo(kernel, until, (node) => {
    const given = read(node)
    const known = given.map((value) => {
      return { type: value.type, value, dims: value.dims, single: value.type === 'float32' }
    })
    const bound = kernel.bind({ ...node, inputs: [node.inputs[0]!, ...known] })
    return { types: bound.types, run: ([x]) => bound.run([x!, ...given]) }
  }),
  inputs: [1, 1],
})

function integers(node: NodeContext, name: string): Tensor {
  const values = node.longs(name) ?? node.invalid(`expected attribute ${name}`)
  return tensorOf('int64', [values.length], values)
}

function shapeOf(node: NodeContext): readonly Tensor[] {
  letConsumed(node)
  return [integers(node, 'shape')]
}

function padsOf(node: NodeContext): readonly Tensor[] {
  const type = node.inputs[0]!.type === 'float64' ? 'float64' : 'float32'
  const value = (type === 'float64' ? Float64Array : Float32Array).of(node.float('value', 0))
  return [integers(node, node.version < 2 ? 'paddings' : 'pads'), tensorOf(type, [], value)]
}

/** In the order of TensorProto.DataType, which begins at 1. */
const typeNames = 'FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 STRING BOOL FLOAT16 DOUBLE UINT32 UINT64'.split(' ')

/** `to` is a name. */
function bindCast(node: NodeContext): Bound {
  const name = node.text('to')
  const code = typeNames.indexOf(name) + 1
  if (code === 0) node.unsupported(`no cast to ${quote(name)}`)
  return cast.bind({ ...node, int: () => code })
}

/** The newest version, with other numbers where attributes are left out. */
const withDefaults = (kernel: Kernel, until: number, defaults: Readonly<Record<string, number>>): Kernel =>
  upTo(kernel, until, (node) => {
    letConsumed(node)
    return kernel.bind({
      ...node,
      int: (name, fallback) => node.int(name, defaults[name] ?? fallback),
      float: (name, fallback) => node.float(name, defaults[name] ?? fallback),
    })
  })

function noTraining(node: NodeContext): void {
  if (node.int('is_test', 0) === 0) node.unsupported('expected is_test 1: no training')
}

function bindDropout(node: NodeContext): Bound {
  letConsumed(node)
  noTraining(node)
  const { types, run } = dropout.bind(node)
  return { types: types.slice(0, 1), run }
}

/** Unless `spatial`, each element of a row is a channel. */
function bindBatchNormalization(node: NodeContext): Bound {
  letConsumed(node)
  if (node.version < 7) noTraining(node)
  const spatial = node.int('spatial', 1) !== 0
  const { types, run } = batchNormalization.bind(node)
  if (spatial) return { types, run }
  return {
    types,
    run([x, ...rest]) {
      const { type, dims } = x!
      const shape = dims.slice(1)
      for (const given of rest) expectDims(node, given, shape)
      const flat = (given: Tensor, made: readonly number[]): Tensor => tensorOf(given.type, made, given.data)
      const channels = [sizeOf(shape)]
      const [y] = run([flat(x!, [dims[0] ?? 1, ...channels]), ...rest.map((given) => flat(given, channels))])
      return [tensorOf(type, dims, (y as Tensor).data)]
    },
  }
}

/** c is of the dims of the result, unless `broadcast`. */
function bindGemm(node: NodeContext): Bound {
  const broadcast = node.int('broadcast', 0) !== 0
  const { types, run } = gemm.bind(node)
  return {
    types,
    run(inputs) {
      const [y] = run(inputs)
      if (!broadcast) sameDims(node, [y as Tensor, inputs[2]!])
      return [y!]
    },
  }
}

/** One slope for all, or one for each channel. */
function bindPRelu(node: NodeContext): Bound {
  letConsumed(node)
  const { types, run } = pRelu.bind(node)
  return {
    types,
    run: ([x, slope]) => run([x!, tensorOf(slope!.type, alongAxis(node, x!.dims, slope!, 1), slope!.data)]),
  }
}

const recurrent = (kernel: Kernel): Kernel =>
  upTo(kernel, 6, (node) => {
    // Whether the sequence is wanted, which the node's outputs say too.
    node.has('output_sequence')
    return kernel.bind(node)
  })

/** Versions of the first ten opsets that are written otherwise than newer ones: the operators of `allKernels` before their own versions. */
export const firstVersions: readonly Kernel[] = /* @__PURE__ */ [
  ...[abs, ceil, clip, elu, exp, floor, hardSigmoid, leakyRelu].map((kernel) => consuming(kernel, 5)),
  ...[log, neg, reciprocal, relu, sigmoid, sqrt, tanh].map((kernel) => consuming(kernel, 5)),
  ...[add, div, mul, sub].map((kernel) => broadcasting(kernel, true)),
  ...[and, equal, greater, less, or, pow, xor].map((kernel) => broadcasting(kernel, false)),
  ...[max, mean, min, sum].map(ofSameDims),
  ...[gru, lstm, rnn].map(recurrent),
  upTo(batchNormalization, 8, bindBatchNormalization),
  upTo(cast, 5, bindCast),
  withDefaults(concat, 3, { axis: 1 }),
  upTo(dropout, 6, bindDropout),
  // Which onnxruntime writes before ONNX had them.
  { ...layerNormalization, since: 1, until: 16 },
  { ...rmsNormalization, name: 'SimplifiedLayerNormalization', since: 1 },
  upTo(gemm, 6, bindGemm),
  withAttributes(pad, 10, padsOf),
  upTo(pRelu, 6, bindPRelu),
  withAttributes(reshape, 4, shapeOf),
  { ...scatterElements, name: 'Scatter', since: 9, until: 10 },
  withDefaults(selu, 5, { alpha: 1.6732, gamma: 1.0507 }),
]
