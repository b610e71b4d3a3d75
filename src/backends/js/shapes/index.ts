import type { Kernel } from '../kernel.js'
import * as layout from './layout.js'
import * as products from './products.js'
import * as rows from './rows.js'
import { join, type Rule } from './rule.js'

/** The dims of the first input. */
const same: Rule =
  () =>
  ([x]) => [x!]

const sameTwice: Rule =
  () =>
  ([x]) => [x!, x!]

const joined: Rule = (node) => (inputs) => [inputs.reduce((a, b) => join(node, a, b))]

const rules: readonly (readonly [rule: Rule, domain: Kernel['domain'], names: string])[] = [
  [
    same,
    '',
    'Abs Acos Acosh Asin Asinh Atan Atanh BatchNormalization BitwiseNot Cast CastLike Ceil Celu Clip Cos Cosh ' +
      'CumProd CumSum DequantizeLinear Elu Erf Exp Floor Gelu GroupNormalization HardSigmoid HardSwish Hardmax ' +
      'Identity InstanceNormalization IsInf IsNaN LRN LayerNormalization LeakyRelu Log LogSoftmax LpNormalization ' +
      'MeanVarianceNormalization Mish Neg Not PRelu QuantizeLinear RMSNormalization Reciprocal Relu ReverseSequence ' +
      'RotaryEmbedding Round ScatterElements ScatterND Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign ' +
      'Sqrt Swish Tan Tanh TensorScatter ThresholdedRelu Trilu',
  ],
  [sameTwice, '', 'Dropout'],
  [
    joined,
    '',
    'Add And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean ' +
      'Min Mod Mul Or Pow StringConcat Sub Sum Where Xor',
  ],
  [layout.argExtreme, '', 'ArgMax ArgMin'],
  [layout.concat, '', 'Concat'],
  [layout.expand, '', 'Expand'],
  [layout.flatten, '', 'Flatten'],
  [layout.gather, '', 'Gather'],
  [layout.gatherElements, '', 'GatherElements'],
  [layout.oneHot, '', 'OneHot'],
  [/* @__PURE__ */ layout.reduced(13), '', 'ReduceSum'],
  [
    /* @__PURE__ */ layout.reduced(18),
    '',
    'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare',
  ],
  [layout.reshape, '', 'Reshape'],
  [layout.slice, '', 'Slice'],
  [layout.split, '', 'Split'],
  [layout.squeeze, '', 'Squeeze'],
  [layout.tile, '', 'Tile'],
  [layout.topK, '', 'TopK'],
  [layout.transpose, '', 'Transpose'],
  [layout.unsqueeze, '', 'Unsqueeze'],
  [products.conv, '', 'Conv'],
  [products.gemm, '', 'Gemm'],
  [products.globalPool, '', 'GlobalAveragePool GlobalMaxPool'],
  [products.matMul, '', 'MatMul'],
  [products.pool, '', 'AveragePool LpPool MaxPool'],
  [products.recurrent, '', 'GRU LSTM RNN'],
  [rows.grams, '', 'TfIdfVectorizer'],
  [same, 'ai.onnx.ml', 'Binarizer CategoryMapper Imputer LabelEncoder Normalizer Scaler'],
  [rows.arrayFeatures, 'ai.onnx.ml', 'ArrayFeatureExtractor'],
  [rows.features, 'ai.onnx.ml', 'FeatureVectorizer'],
  [rows.linearClasses, 'ai.onnx.ml', 'LinearClassifier'],
  [rows.linearTargets, 'ai.onnx.ml', 'LinearRegressor'],
  [rows.oneHotEncoder, 'ai.onnx.ml', 'OneHotEncoder'],
  [rows.svmClasses, 'ai.onnx.ml', 'SVMClassifier'],
  [rows.svmTarget, 'ai.onnx.ml', 'SVMRegressor'],
  [rows.targets, 'ai.onnx.ml', 'TreeEnsemble TreeEnsembleRegressor'],
  [rows.treeClasses, 'ai.onnx.ml', 'TreeEnsembleClassifier'],
  [joined, 'com.microsoft', 'BiasGelu'],
  [same, 'com.microsoft', 'FastGelu Gelu QuickGelu'],
  [products.cDist, 'com.microsoft', 'CDist'],
]

const ruleOf = /* @__PURE__ */ new Map(
  rules.flatMap(([rule, domain, names]) => names.split(' ').map((name) => [`${domain}.${name}`, rule])),
)

/** The operator with what is known of its results' dims before it runs, where there is a rule for it. The first versions of ai.onnx have none. */
export function withShapes(kernel: Kernel): Kernel {
  const rule = ruleOf.get(`${kernel.domain}.${kernel.name}`)
  if (rule === undefined || (kernel.domain === '' && kernel.until !== undefined)) return kernel
  return { ...kernel, bind: (node) => ({ ...kernel.bind(node), dims: rule(node) }) }
}
