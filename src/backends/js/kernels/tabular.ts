import type { Kernel } from '../kernel.js'
import { abs } from './abs.js'
import { add } from './add.js'
import { and } from './and.js'
import { argMax } from './argmax.js'
import { argMin } from './argmin.js'
import { arrayFeatureExtractor } from './array-feature-extractor.js'
import { batchNormalization } from './batch-normalization.js'
import { binarizer } from './binarizer.js'
import { cast } from './cast.js'
import { clip } from './clip.js'
import { concat } from './concat.js'
import { constant } from './constant.js'
import { constantOfShape } from './constant-of-shape.js'
import { cumSum } from './cumsum.js'
import { div } from './div.js'
import { dropout } from './dropout.js'
import { elu } from './elu.js'
import { equal } from './equal.js'
import { exp } from './exp.js'
import { expand } from './expand.js'
import { flatten } from './flatten.js'
import { floor } from './floor.js'
import { gather } from './gather.js'
import { gemm } from './gemm.js'
import { greater } from './greater.js'
import { greaterOrEqual } from './greater-or-equal.js'
import { identity } from './identity.js'
import { imputer } from './imputer.js'
import { isNaN } from './is-nan.js'
import { labelEncoder } from './label-encoder.js'
import { layerNormalization } from './layer-normalization.js'
import { leakyRelu } from './leaky-relu.js'
import { less } from './less.js'
import { lessOrEqual } from './less-or-equal.js'
import { linearClassifier } from './linear-classifier.js'
import { linearRegressor } from './linear-regressor.js'
import { log } from './log.js'
import { matMul } from './matmul.js'
import { max } from './max.js'
import { min } from './min.js'
import { mul } from './mul.js'
import { neg } from './neg.js'
import { normalizer } from './normalizer.js'
import { not } from './not.js'
import { oneHotEncoder } from './one-hot-encoder.js'
import { or } from './or.js'
import { pow } from './pow.js'
import { pRelu } from './prelu.js'
import { reciprocal } from './reciprocal.js'
import { reduceLogSumExp } from './reduce-log-sum-exp.js'
import { reduceMax } from './reduce-max.js'
import { reduceMean } from './reduce-mean.js'
import { reduceMin } from './reduce-min.js'
import { reduceSum } from './reduce-sum.js'
import { reduceSumSquare } from './reduce-sum-square.js'
import { relu } from './relu.js'
import { reshape } from './reshape.js'
import { scaler } from './scaler.js'
import { shape } from './shape.js'
import { sigmoid } from './sigmoid.js'
import { sign } from './sign.js'
import { slice } from './slice.js'
import { softmax } from './softmax.js'
import { sqrt } from './sqrt.js'
import { squeeze } from './squeeze.js'
import { sub } from './sub.js'
import { sum } from './sum.js'
import { tanh } from './tanh.js'
import { tile } from './tile.js'
import { topK } from './topk.js'
import { transpose } from './transpose.js'
import { treeEnsemble } from './tree-ensemble.js'
import { treeEnsembleClassifier } from './tree-ensemble-classifier.js'
import { treeEnsembleRegressor } from './tree-ensemble-regressor.js'
import { unsqueeze } from './unsqueeze.js'
import { where } from './where.js'
import { zipMap } from './zip-map.js'

/** The operators of most tabular models: what `skewless` itself has. */
export const tabularKernels: readonly Kernel[] = [
  abs,
  add,
  and,
  argMax,
  argMin,
  arrayFeatureExtractor,
  batchNormalization,
  binarizer,
  cast,
  clip,
  concat,
  constant,
  constantOfShape,
  cumSum,
  div,
  dropout,
  elu,
  equal,
  exp,
  expand,
  flatten,
  floor,
  gather,
  gemm,
  greater,
  greaterOrEqual,
  identity,
  imputer,
  isNaN,
  labelEncoder,
  layerNormalization,
  leakyRelu,
  less,
  lessOrEqual,
  linearClassifier,
  linearRegressor,
  log,
  matMul,
  max,
  min,
  mul,
  neg,
  normalizer,
  not,
  oneHotEncoder,
  or,
  pow,
  pRelu,
  reciprocal,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceSum,
  reduceSumSquare,
  relu,
  reshape,
  scaler,
  shape,
  sigmoid,
  sign,
  slice,
  softmax,
  sqrt,
  squeeze,
  sub,
  sum,
  tanh,
  tile,
  topK,
  transpose,
  treeEnsemble,
  treeEnsembleClassifier,
  treeEnsembleRegressor,
  unsqueeze,
  where,
  zipMap,
]

export {
  abs,
  add,
  and,
  argMax,
  argMin,
  arrayFeatureExtractor,
  batchNormalization,
  binarizer,
  cast,
  clip,
  concat,
  constant,
  constantOfShape,
  cumSum,
  div,
  dropout,
  elu,
  equal,
  exp,
  expand,
  flatten,
  floor,
  gather,
  gemm,
  greater,
  greaterOrEqual,
  identity,
  imputer,
  isNaN,
  labelEncoder,
  layerNormalization,
  leakyRelu,
  less,
  lessOrEqual,
  linearClassifier,
  linearRegressor,
  log,
  matMul,
  max,
  min,
  mul,
  neg,
  normalizer,
  not,
  oneHotEncoder,
  or,
  pow,
  pRelu,
  reciprocal,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceSum,
  reduceSumSquare,
  relu,
  reshape,
  scaler,
  shape,
  sigmoid,
  sign,
  slice,
  softmax,
  sqrt,
  squeeze,
  sub,
  sum,
  tanh,
  tile,
  topK,
  transpose,
  treeEnsemble,
  treeEnsembleClassifier,
  treeEnsembleRegressor,
  unsqueeze,
  where,
  zipMap,
}
