import { withHalf } from '../half.js'
import { withShapes } from '../shapes/index.js'
import { withText } from '../text-cast.js'
import { withIntegers } from '../whole-product.js'
import { withProbit } from '../probit.js'
import type { Kernel } from '../kernel.js'
import { acos } from './acos.js'
import { acosh } from './acosh.js'
import { asin } from './asin.js'
import { asinh } from './asinh.js'
import { atan } from './atan.js'
import { atanh } from './atanh.js'
import { attention } from './attention.js'
import { averagePool } from './average-pool.js'
import { biasGelu } from './bias-gelu.js'
import { bitShift } from './bit-shift.js'
import { bitwiseAnd } from './bitwise-and.js'
import { bitwiseNot } from './bitwise-not.js'
import { bitwiseOr } from './bitwise-or.js'
import { bitwiseXor } from './bitwise-xor.js'
import { cDist } from './cdist.js'
import { castLike } from './cast-like.js'
import { castMap } from './cast-map.js'
import { categoryMapper } from './category-mapper.js'
import { ceil } from './ceil.js'
import { celu } from './celu.js'
import { centerCropPad } from './center-crop-pad.js'
import { compress } from './compress.js'
import { concatFromSequence } from './concat-from-sequence.js'
import { conv } from './conv.js'
import { convInteger } from './conv-integer.js'
import { convTranspose } from './conv-transpose.js'
import { cos } from './cos.js'
import { cosh } from './cosh.js'
import { cumProd } from './cumprod.js'
import { depthToSpace } from './depth-to-space.js'
import { dequantizeLinear } from './dequantize-linear.js'
import { det } from './det.js'
import { dictVectorizer } from './dict-vectorizer.js'
import { dynamicQuantizeLinear } from './dynamic-quantize-linear.js'
import { dynamicQuantizeLstm } from './dynamic-quantize-lstm.js'
import { dynamicQuantizeMatMul } from './dynamic-quantize-matmul.js'
import { einsum } from './einsum.js'
import { erf } from './erf.js'
import { eyeLike } from './eye-like.js'
import { fastGelu } from './fast-gelu.js'
import { featureVectorizer } from './feature-vectorizer.js'
import { firstVersions } from './first-versions.js'
import { fusedConv } from './fused-conv.js'
import { fusedGelu } from './fused-gelu.js'
import { fusedGemm } from './fused-gemm.js'
import { fusedMatMul } from './fused-matmul.js'
import { gatherElements } from './gather-elements.js'
import { gatherND } from './gather-nd.js'
import { gelu } from './gelu.js'
import { globalAveragePool } from './global-average-pool.js'
import { globalMaxPool } from './global-max-pool.js'
import { groupNormalization } from './group-normalization.js'
import { gru } from './gru.js'
import { hardSigmoid } from './hard-sigmoid.js'
import { hardSwish } from './hard-swish.js'
import { hardmax } from './hardmax.js'
import { ifElse } from './if.js'
import { instanceNormalization } from './instance-normalization.js'
import { isInf } from './is-inf.js'
import { logSoftmax } from './log-softmax.js'
import { loop } from './loop.js'
import { lpNormalization } from './lp-normalization.js'
import { lpPool } from './lp-pool.js'
import { lrn } from './lrn.js'
import { lstm } from './lstm.js'
import { matMulInteger } from './matmul-integer.js'
import { matMulIntegerToFloat } from './matmul-integer-to-float.js'
import { maxPool } from './max-pool.js'
import { mean } from './mean.js'
import { meanVarianceNormalization } from './mean-variance-normalization.js'
import { mish } from './mish.js'
import { mod } from './mod.js'
import { murmurHash3 } from './murmur-hash3.js'
import { nonZero } from './nonzero.js'
import { oneHot } from './one-hot.js'
import { optional } from './optional.js'
import { optionalGetElement } from './optional-get-element.js'
import { optionalHasElement } from './optional-has-element.js'
import { pad } from './pad.js'
import { qGemm } from './qgemm.js'
import { qLinear } from './qlinear.js'
import { qLinearConv } from './qlinear-conv.js'
import { qLinearMatMul } from './qlinear-matmul.js'
import { quantizeLinear } from './quantize-linear.js'
import { quickGelu } from './quick-gelu.js'
import { range } from './range.js'
import { reduceL1 } from './reduce-l1.js'
import { reduceL2 } from './reduce-l2.js'
import { reduceLogSum } from './reduce-log-sum.js'
import { reduceProd } from './reduce-prod.js'
import { regexFullMatch } from './regex-full-match.js'
import { resize } from './resize.js'
import { reverseSequence } from './reverse-sequence.js'
import { rmsNormalization } from './rms-normalization.js'
import { rnn } from './rnn.js'
import { rotaryEmbedding } from './rotary-embedding.js'
import { round } from './round.js'
import { scan } from './scan.js'
import { scatterElements } from './scatter-elements.js'
import { scatterND } from './scatter-nd.js'
import { selu } from './selu.js'
import { sequenceAt } from './sequence-at.js'
import { sequenceConstruct } from './sequence-construct.js'
import { sequenceEmpty } from './sequence-empty.js'
import { sequenceErase } from './sequence-erase.js'
import { sequenceInsert } from './sequence-insert.js'
import { sequenceLength } from './sequence-length.js'
import { sequenceMap } from './sequence-map.js'
import { shrink } from './shrink.js'
import { sin } from './sin.js'
import { sinh } from './sinh.js'
import { size } from './size.js'
import { skipLayerNormalization } from './skip-layer-normalization.js'
import { softplus } from './softplus.js'
import { softsign } from './softsign.js'
import { spaceToDepth } from './space-to-depth.js'
import { split } from './split.js'
import { splitToSequence } from './split-to-sequence.js'
import { stringConcat } from './string-concat.js'
import { stringNormalizer } from './string-normalizer.js'
import { stringSplit } from './string-split.js'
import { svmClassifier } from './svm-classifier.js'
import { svmRegressor } from './svm-regressor.js'
import { swiGLU } from './swiglu.js'
import { swish } from './swish.js'
import { tabularKernels } from './tabular.js'
import { tan } from './tan.js'
import { tensorScatter } from './tensor-scatter.js'
import { tfIdfVectorizer } from './tfidf-vectorizer.js'
import { thresholdedRelu } from './thresholded-relu.js'
import { tokenizer } from './tokenizer.js'
import { trilu } from './trilu.js'
import { unique } from './unique.js'
import { upsample } from './upsample.js'
import { xor } from './xor.js'

/** Every operator: what `skewless/js` has. */
export const allKernels: readonly Kernel[] = /* @__PURE__ */ [
  ...tabularKernels,
  ...firstVersions,
  ...qLinear,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  attention,
  averagePool,
  biasGelu,
  bitShift,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  castLike,
  castMap,
  categoryMapper,
  cDist,
  ceil,
  celu,
  centerCropPad,
  compress,
  concatFromSequence,
  conv,
  convInteger,
  convTranspose,
  cos,
  cosh,
  cumProd,
  depthToSpace,
  dequantizeLinear,
  det,
  dictVectorizer,
  dynamicQuantizeLinear,
  dynamicQuantizeLstm,
  dynamicQuantizeMatMul,
  einsum,
  erf,
  eyeLike,
  fastGelu,
  featureVectorizer,
  fusedConv,
  fusedGelu,
  fusedGemm,
  fusedMatMul,
  gatherElements,
  gatherND,
  gelu,
  globalAveragePool,
  globalMaxPool,
  groupNormalization,
  gru,
  hardmax,
  hardSigmoid,
  hardSwish,
  ifElse,
  instanceNormalization,
  isInf,
  logSoftmax,
  loop,
  lpNormalization,
  lpPool,
  lrn,
  lstm,
  matMulInteger,
  matMulIntegerToFloat,
  maxPool,
  mean,
  meanVarianceNormalization,
  mish,
  mod,
  murmurHash3,
  nonZero,
  oneHot,
  optional,
  optionalGetElement,
  optionalHasElement,
  pad,
  qGemm,
  qLinearConv,
  qLinearMatMul,
  quantizeLinear,
  quickGelu,
  range,
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceProd,
  regexFullMatch,
  resize,
  reverseSequence,
  rmsNormalization,
  rnn,
  rotaryEmbedding,
  round,
  scan,
  scatterElements,
  scatterND,
  selu,
  sequenceAt,
  sequenceConstruct,
  sequenceEmpty,
  sequenceErase,
  sequenceInsert,
  sequenceLength,
  sequenceMap,
  shrink,
  sin,
  sinh,
  size,
  skipLayerNormalization,
  softplus,
  softsign,
  spaceToDepth,
  split,
  splitToSequence,
  stringConcat,
  stringNormalizer,
  stringSplit,
  svmClassifier,
  svmRegressor,
  swiGLU,
  swish,
  tan,
  tensorScatter,
  tfIdfVectorizer,
  thresholdedRelu,
  tokenizer,
  trilu,
  unique,
  upsample,
  xor,
].map((kernel) =>
  withShapes(kernel.domain === 'ai.onnx.ml' ? withProbit(kernel) : withText(withHalf(withIntegers(kernel)))),
)

export { withHalf } from '../half.js'
export { withShapes } from '../shapes/index.js'
export { withText } from '../text-cast.js'
export { withIntegers } from '../whole-product.js'
export { withProbit } from '../probit.js'
export { inlineFunctions as functions } from '../../../onnx/functions.js'
export * from './tabular.js'
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  attention,
  averagePool,
  biasGelu,
  bitShift,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  castLike,
  castMap,
  categoryMapper,
  cDist,
  ceil,
  celu,
  centerCropPad,
  compress,
  concatFromSequence,
  conv,
  convInteger,
  convTranspose,
  cos,
  cosh,
  cumProd,
  depthToSpace,
  dequantizeLinear,
  det,
  dictVectorizer,
  dynamicQuantizeLinear,
  dynamicQuantizeLstm,
  dynamicQuantizeMatMul,
  einsum,
  erf,
  eyeLike,
  fastGelu,
  featureVectorizer,
  firstVersions,
  fusedConv,
  fusedGelu,
  fusedGemm,
  fusedMatMul,
  gatherElements,
  gatherND,
  gelu,
  globalAveragePool,
  globalMaxPool,
  groupNormalization,
  gru,
  hardmax,
  hardSigmoid,
  hardSwish,
  ifElse,
  instanceNormalization,
  isInf,
  logSoftmax,
  loop,
  lpNormalization,
  lpPool,
  lrn,
  lstm,
  matMulInteger,
  matMulIntegerToFloat,
  maxPool,
  mean,
  meanVarianceNormalization,
  mish,
  mod,
  murmurHash3,
  nonZero,
  oneHot,
  optional,
  optionalGetElement,
  optionalHasElement,
  pad,
  qGemm,
  qLinear,
  qLinearConv,
  qLinearMatMul,
  quantizeLinear,
  quickGelu,
  range,
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceProd,
  regexFullMatch,
  resize,
  reverseSequence,
  rmsNormalization,
  rnn,
  rotaryEmbedding,
  round,
  scan,
  scatterElements,
  scatterND,
  selu,
  sequenceAt,
  sequenceConstruct,
  sequenceEmpty,
  sequenceErase,
  sequenceInsert,
  sequenceLength,
  sequenceMap,
  shrink,
  sin,
  sinh,
  size,
  skipLayerNormalization,
  softplus,
  softsign,
  spaceToDepth,
  split,
  splitToSequence,
  stringConcat,
  stringNormalizer,
  stringSplit,
  svmClassifier,
  svmRegressor,
  swiGLU,
  swish,
  tan,
  tensorScatter,
  tfIdfVectorizer,
  thresholdedRelu,
  tokenizer,
  trilu,
  unique,
  upsample,
  xor,
}
