import { toHalf } from '../../onnx/half.js'
import type { Tensor, Value } from '../backend.js'
import { tensorOf } from './dims.js'
import type { Bound, Kernel, Known, NodeContext, ValueType } from './kernel.js'

/** Kernels that know float16 themselves, or must not take it. */
const own = [
  'Cast',
  'CastLike',
  'Constant',
  'ConstantOfShape',
  'DynamicQuantizeLinear',
  'Identity',
  'If',
  'Loop',
  'Scan',
]
/** Kernels whose inputs may be of different float types, each with the input whose type its results have. */
const mixed: Readonly<Record<string, number>> = {
  Attention: 0,
  BatchNormalization: 0,
  Dropout: 0,
  OneHot: 2,
  Pow: 0,
  QuantizeLinear: 0,
  Resize: 0,
  Upsample: 0,
}

/**
 * The operator of ai.onnx with float16 beside its other types: inputs are taken for float32, of which they are numbers, and results in
 * float32 are rounded. What else a kernel makes of its inputs it makes as it is.
 */
export function withHalf(kernel: Kernel): Kernel {
  const { domain, name } = kernel
  if (domain !== '' || own.includes(name) || name.includes('Sequence') || name.startsWith('Optional')) return kernel
  return { ...kernel, bind: (node) => bindHalf(node, kernel) }
}

function bindHalf(node: NodeContext, { name, bind }: Kernel): Bound {
  const given = node.inputs.map((input) => input?.type)
  if (!given.includes('float16')) return bind(node)
  const leader = Object.hasOwn(mixed, name) ? mixed[name]! : -1
  if (leader < 0 && given.includes('float32')) node.invalid('expected inputs of one type, got float16 and float32')
  if (name === 'DequantizeLinear' && node.version >= 23 && node.int('output_dtype', 0) === 1) {
    node.unsupported('no output_dtype 1 for a scale of float16')
  }
  const { types, run, dimsOnly } = bind({ ...node, inputs: node.inputs.map(asSingle) })
  const becomesHalf = (type: ValueType, i: number): boolean =>
    type === 'float32' && (leader < 0 || given[leader] === 'float16') && (i === 0 || name !== 'LayerNormalization')
  const made = types.map((type, i) => (becomesHalf(type, i) ? 'float16' : type))
  return {
    types: made,
    ...(dimsOnly && { dimsOnly }),
    run: (inputs) => run(inputs.map(dataAsSingle)).map((value, i) => (made[i] === 'float16' ? rounded(value) : value)),
  }
}

function asSingle(input: Known | null): Known | null {
  if (input?.type !== 'float16') return input
  return { ...input, type: 'float32', value: input.value === null ? null : dataAsSingle(input.value), single: true }
}

/** An input that is left out is undefined. */
function dataAsSingle<T extends Tensor | undefined>(value: T): T | Tensor {
  return value?.type === 'float16' ? tensorOf('float32', value.dims, value.data) : value
}

/** Rounds in place: what a kernel shares with its inputs is of float16 already. */
function rounded(value: Value): Tensor {
  const { dims, data } = value as Tensor & { readonly type: 'float32' }
  for (let i = 0; i < data.length; i++) data[i] = toHalf(data[i]!)
  return tensorOf('float16', dims, data)
}
