import { writeModel, type NodeDefinition } from '../../src/onnx/write.js'
import { f32, i64, modelOf, node } from '../onnx-model.js'
import { encodeProto } from '../onnx-proto.js'

const ml = (one: NodeDefinition): NodeDefinition => ({ ...one, domain: 'ai.onnx.ml' })
const ints = (...values: number[]): { ints: number[] } => ({ ints: values })
const floats = (...values: number[]): { floats: number[] } => ({ floats: values })

/** x <= 0.5 leads to leaf 1, else to leaf 2. */
const stump = {
  nodes_treeids: ints(0, 0, 0),
  nodes_nodeids: ints(0, 1, 2),
  nodes_featureids: ints(0, 0, 0),
  nodes_modes: { strings: ['BRANCH_LEQ', 'LEAF', 'LEAF'] },
  nodes_values: floats(0.5, 0, 0),
  nodes_truenodeids: ints(1, 0, 0),
  nodes_falsenodeids: ints(2, 0, 0),
  class_treeids: ints(0, 0),
  class_nodeids: ints(1, 2),
  class_ids: ints(0, 1),
  class_weights: floats(1, 1),
  classlabels_int64s: ints(0, 1),
}

const tensor = (elem_type: number): object => ({ tensor_type: { elem_type } })
const proto = (op_type: string, input: string[], output: string[], attribute: object[] = [], domain = ''): object => ({
  op_type,
  input,
  output,
  attribute,
  domain,
})
const port = (name: string, type: object): object => ({ name, type })
const graph = (name: string, g: object): object => ({ name, type: 5, g })
const branch = (op: string): object => ({
  name: 'b',
  node: [proto(op, ['x', 'x'], ['r'])],
  output: [port('r', tensor(1))],
})
const body = {
  name: 'b',
  node: [proto('Add', ['s', 'x'], ['t']), proto('Identity', ['c'], ['d']), proto('Identity', ['t'], ['u'])],
  input: [port('i', tensor(7)), port('c', tensor(9)), port('s', tensor(1))],
  output: [port('d', tensor(9)), port('t', tensor(1)), port('u', tensor(1))],
}
const scanned = {
  name: 's',
  node: [proto('Add', ['s', 'e'], ['t']), proto('Identity', ['t'], ['u'])],
  input: [port('s', tensor(1)), port('e', tensor(1))],
  output: [port('t', tensor(1)), port('u', tensor(1))],
}
const opsets = [
  { domain: '', version: 21 },
  { domain: 'ai.onnx.ml', version: 3 },
  { domain: 'own', version: 1 },
  { domain: 'com.microsoft', version: 1 },
]

function textModel(nodes: readonly NodeDefinition[]): Uint8Array {
  return writeModel({
    irVersion: 10,
    opsets,
    graph: {
      name: 'g',
      inputs: [{ name: 'x', type: 'string', dims: [-1] }],
      outputs: [{ name: 'y', type: 'float32', dims: null }],
      nodes,
    },
  })
}

/** Models that mutations begin with: each runs on inputs whose free sizes are 2. */
export const seeds: Readonly<Record<string, Uint8Array>> = {
  layers: modelOf(
    [
      node('Gemm', ['x', 'w', 'b'], ['h'], { transB: { int: 1 } }),
      node('Relu', ['h'], ['r']),
      node('MatMul', ['r', 'w'], ['m']),
      node('Softmax', ['m'], ['y']),
    ],
    { x: 'float32' },
    { y: 'float32' },
    { initializers: { w: f32([2, 2], 1, 2, 3, 4), b: f32([2], 1, 2) } },
  ),
  shapes: modelOf(
    [
      node('Reshape', ['x', 'to'], ['a']),
      node('Transpose', ['a'], ['t'], { perm: ints(1, 0) }),
      node('Concat', ['t', 't'], ['c'], { axis: { int: 1 } }),
      node('Slice', ['c', 'start', 'end'], ['s']),
      node('Gather', ['s', 'start'], ['g']),
      node('Expand', ['g', 'to'], ['e']),
      node('Tile', ['e', 'to'], ['l']),
      node('TopK', ['l', 'end'], ['v', 'p']),
      node('ScatterElements', ['v', 'p', 'v'], ['q']),
      node('ReduceSum', ['q', 'start'], ['y']),
    ],
    { x: 'float32' },
    { y: 'float32' },
    { initializers: { to: i64([2], 2, -1), start: i64([1], 0), end: i64([1], 1) } },
  ),
  halves: modelOf(
    [
      node('Cast', ['x'], ['h'], { to: { int: 10 } }),
      node('Einsum', ['h', 'w'], ['e'], { equation: { string: 'ij,jk->ik' } }),
      node('Add', ['e', 'w'], ['a']),
      node('Cast', ['a'], ['y'], { to: { int: 1 } }),
    ],
    { x: 'float32' },
    { y: 'float32', a: 'float16' },
    { initializers: { w: { type: 'float16', dims: [2, 2], data: Float32Array.of(1, 0.5, 2, -1) } } },
  ),
  sequences: modelOf(
    [
      node('SplitToSequence', ['x', 'one'], ['s'], { axis: { int: 1 } }),
      node('SequenceInsert', ['s', 'x', 'one'], ['i']),
      node('SequenceErase', ['i', 'one'], ['e']),
      node('SequenceAt', ['e', 'one'], ['a']),
      node('SequenceConstruct', ['a', 'a'], ['c']),
      node('ConcatFromSequence', ['c'], ['y'], { axis: { int: 0 }, new_axis: { int: 1 } }),
      node('SequenceLength', ['e'], ['n']),
    ],
    { x: 'float32' },
    { y: 'float32', n: 'int64', e: null },
    { initializers: { one: i64([], 1) } },
  ),
  pools: modelOf(
    [
      node('MaxPool', ['x'], ['m', 'p'], { kernel_shape: ints(2), pads: ints(1, 0), ceil_mode: { int: 1 } }),
      node('AveragePool', ['m'], ['y'], { kernel_shape: ints(2), strides: ints(2), ceil_mode: { int: 1 } }),
    ],
    { x: 'float32' },
    { y: 'float32', p: 'int64' },
  ),
  trees: modelOf(
    [
      ml(node('TreeEnsembleClassifier', ['x'], ['l', 'p'], stump)),
      ml(node('ZipMap', ['p'], ['y'], { classlabels_int64s: ints(0, 1) })),
      node('Cast', ['l'], ['z'], { to: { int: 1 } }),
    ],
    { x: 'float32' },
    { z: 'float32', p: 'float32' },
    { ml: 3 },
  ),
  text: textModel([
    node('StringNormalizer', ['x'], ['n'], {
      case_change_action: { string: 'LOWER' },
      stopwords: { strings: ['a'] },
    }),
    {
      ...node('Tokenizer', ['n'], ['t'], {
        mark: { int: 0 },
        mincharnum: { int: 1 },
        pad_value: { string: '#' },
        tokenexp: { string: '[a-z]+(b|c){1,3}' },
      }),
      domain: 'com.microsoft',
    },
    node('TfIdfVectorizer', ['t'], ['y'], {
      mode: { string: 'TF' },
      min_gram_length: { int: 1 },
      max_gram_length: { int: 2 },
      max_skip_count: { int: 1 },
      ngram_counts: ints(0, 1),
      ngram_indexes: ints(0, 1),
      pool_strings: { strings: ['ab', 'ab', 'ac'] },
    }),
  ]),
  machines: modelOf(
    [
      ml(
        node('SVMClassifier', ['x'], ['l', 'y'], {
          kernel_type: { string: 'RBF' },
          kernel_params: floats(0.5, 0, 3),
          support_vectors: floats(0, 1, 1, 0),
          coefficients: floats(1, -1),
          rho: floats(0.25),
          vectors_per_class: ints(1, 1),
          prob_a: floats(-1),
          prob_b: floats(0),
          classlabels_ints: ints(0, 1),
        }),
      ),
    ],
    { x: 'float32' },
    { y: 'float32' },
    { ml: 3 },
  ),
  graphs: encodeProto('ModelProto', {
    ir_version: 10,
    opset_import: opsets,
    graph: {
      name: 'g',
      node: [
        proto('If', ['c'], ['h'], [graph('then_branch', branch('Add')), graph('else_branch', branch('Mul'))]),
        proto('Loop', ['n', 'c', 'h'], ['k', 'o'], [graph('body', body)]),
        proto('Scan', ['k', 'o'], ['y', 'z'], [graph('body', scanned), { name: 'num_scan_inputs', type: 2, i: 1 }]),
      ],
      initializer: [{ name: 'n', data_type: 7, int64_data: [3] }],
      input: [port('c', tensor(9)), port('x', tensor(1))],
      output: [port('y', tensor(1)), port('z', tensor(1))],
    },
  }),
  functions: encodeProto('ModelProto', {
    ir_version: 10,
    opset_import: opsets,
    graph: {
      name: 'g',
      node: [proto('twice', ['x'], ['h'], [], 'own'), proto('plus', ['h'], ['y'], [], 'own')],
      input: [port('x', tensor(1))],
      output: [port('y', tensor(1))],
    },
    functions: [
      {
        name: 'plus',
        domain: 'own',
        input: ['a'],
        output: ['b'],
        node: [
          proto('Constant', [], ['k'], [{ name: 'value_float', type: 1, ref_attr_name: 'k' }]),
          proto('Add', ['a', 'k'], ['b']),
        ],
        attribute_proto: [{ name: 'k', type: 1, f: 2 }],
        opset_import: opsets,
      },
      {
        name: 'twice',
        domain: 'own',
        input: ['a'],
        output: ['b'],
        node: [
          proto('plus', ['a'], ['c'], [], 'own'),
          proto('plus', ['c'], ['b'], [{ name: 'k', type: 1, f: 5 }], 'own'),
        ],
        opset_import: opsets,
      },
    ],
  }),
  maps: encodeProto('ModelProto', {
    ir_version: 10,
    opset_import: opsets,
    graph: {
      name: 'g',
      node: [proto('CastMap', ['m'], ['y'], [{ name: 'max_map', type: 2, i: 4 }], 'ai.onnx.ml')],
      input: [port('m', { map_type: { key_type: 7, value_type: tensor(1) } })],
      output: [port('y', tensor(1))],
    },
  }),
  recurrent: modelOf(
    [node('LSTM', ['x', 'w', 'r'], ['y', 'h', 'c'], { hidden_size: { int: 1 } })],
    { x: 'float32' },
    { h: 'float32' },
    { initializers: { w: f32([1, 4, 1], 1, 2, 3, 4), r: f32([1, 4, 1], 1, 2, 3, 4) } },
  ),
  attention: modelOf(
    [
      node('Reshape', ['x', 'to'], ['q']),
      node('Attention', ['q', 'q', 'q'], ['a', 'k', 'v'], { is_causal: { int: 1 }, softcap: { float: 2 } }),
      node('RotaryEmbedding', ['a', 'angles', 'angles'], ['r']),
      node('TensorScatter', ['k', 'r', 'zero'], ['t'], { mode: { string: 'circular' } }),
      node('ConvTranspose', ['t', 'w'], ['y'], { strides: ints(2, 1), pads: ints(0, 0, 1, 0) }),
    ],
    { x: 'float32' },
    { y: 'float32' },
    {
      opset: 25,
      initializers: {
        to: i64([4], 1, 1, -1, 2),
        angles: f32([1, 2, 1], 1, 0.5),
        zero: i64([1], 0),
        w: f32([1, 1, 2, 1], 1, 2),
      },
    },
  ),
  first: modelOf(
    [
      node('Add', ['x', 'b'], ['a'], { broadcast: { int: 1 }, axis: { int: 0 } }),
      node('BatchNormalization', ['a', 'b', 'b', 'b', 'b'], ['n'], { is_test: { int: 1 }, spatial: { int: 0 } }),
      node('Pad', ['n'], ['p'], { pads: ints(0, 0, 0, 0), value: { float: 1 } }),
      node('Cast', ['p'], ['c'], { to: { string: 'DOUBLE' } }),
      node('Cast', ['c'], ['d'], { to: { string: 'FLOAT' } }),
      node('Gemm', ['d', 'd', 'b'], ['y'], { broadcast: { int: 1 } }),
    ],
    { x: 'float32' },
    { y: 'float32' },
    { opset: 5, initializers: { b: f32([2], 1, 2) } },
  ),
  distinct: modelOf(
    [
      node('Unique', ['x'], ['u', 'f', 'i', 'n'], { axis: { int: 0 } }),
      node('ReverseSequence', ['u', 'n'], ['r'], { time_axis: { int: 1 }, batch_axis: { int: 0 } }),
      { ...node('FusedMatMul', ['r', 'r'], ['m'], { transA: { int: 1 } }), domain: 'com.microsoft' },
      node('EyeLike', ['m'], ['e'], { k: { int: 1 } }),
      node('Hardmax', ['e'], ['y']),
    ],
    { x: 'float32' },
    { y: 'float32', i: 'int64' },
    { microsoft: 1 },
  ),
}
