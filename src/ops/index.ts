import { argmaxLabel } from './argmax-label.js'
import { bin } from './bin.js'
import { cast } from './cast.js'
import { charNgrams } from './char-ngrams.js'
import { checkFinite } from './check-finite.js'
import { cityHash } from './city-hash.js'
import { concat, concatCells } from './concat.js'
import { countMatches } from './count-matches.js'
import { countVector, smallCountVector } from './count-vector.js'
import { distances } from './distances.js'
import { expression, expressionOf } from './expression.js'
import { extractMatch } from './extract-match.js'
import { featureHash } from './feature-hash.js'
import { hashTable } from './hash-table.js'
import { hashingVector } from './hashing-vector.js'
import { impute } from './impute.js'
import { isotonic } from './isotonic.js'
import { joinText } from './join-text.js'
import { kdNearest } from './kd-nearest.js'
import { knnImpute } from './knn-impute.js'
import { labelMap } from './label-map.js'
import { ldaTopics } from './lda-topics.js'
import { leafLinear } from './leaf-linear.js'
import { leafSum } from './leaf-sum.js'
import { linear } from './linear.js'
import { lookup } from './lookup.js'
import { md5Hash } from './md5-hash.js'
import { minMaxScale } from './min-max-scale.js'
import { missingIndicator } from './missing-indicator.js'
import { ngrams } from './ngrams.js'
import { nearest } from './nearest.js'
import { normalize } from './normalize.js'
import { normalizeText } from './normalize-text.js'
import { oneHot } from './one-hot.js'
import type { Op } from './op.js'
import { ordinal } from './ordinal.js'
import { pairwiseCoupling } from './pairwise-coupling.js'
import { polynomial } from './polynomial.js'
import { powerTransform } from './power-transform.js'
import { quantileTransform } from './quantile-transform.js'
import { recaseText } from './recase-text.js'
import { replaceMatches } from './replace-matches.js'
import { replaceText } from './replace-text.js'
import { select } from './select.js'
import { sigmoid } from './sigmoid.js'
import { softmax } from './softmax.js'
import { spline } from './spline.js'
import { standardScale } from './standard-scale.js'
import { stopWords } from './stop-words.js'
import { tfidf } from './tfidf.js'
import { threshold } from './threshold.js'
import { toDense } from './to-dense.js'
import { tokenize, tokenizeWords } from './tokenize.js'
import { smallTreeEnsemble, treeEnsemble } from './tree-ensemble.js'
import { triangularSolve } from './triangular-solve.js'
import { weightedMedian } from './weighted-median.js'

/** Every op of the current spec. Adding an op is one file and one line here. */
export const allOps: readonly Op[] = [
  argmaxLabel,
  bin,
  cast,
  charNgrams,
  checkFinite,
  cityHash,
  concat,
  countMatches,
  countVector,
  distances,
  expression,
  extractMatch,
  featureHash,
  hashTable,
  hashingVector,
  impute,
  isotonic,
  joinText,
  kdNearest,
  knnImpute,
  labelMap,
  ldaTopics,
  leafLinear,
  leafSum,
  linear,
  lookup,
  md5Hash,
  minMaxScale,
  missingIndicator,
  ngrams,
  nearest,
  normalize,
  normalizeText,
  oneHot,
  ordinal,
  pairwiseCoupling,
  polynomial,
  powerTransform,
  quantileTransform,
  recaseText,
  replaceMatches,
  replaceText,
  select,
  sigmoid,
  softmax,
  spline,
  standardScale,
  stopWords,
  tfidf,
  threshold,
  toDense,
  tokenize,
  treeEnsemble,
  triangularSolve,
  weightedMedian,
]

export {
  argmaxLabel,
  bin,
  cast,
  charNgrams,
  checkFinite,
  cityHash,
  concat,
  concatCells,
  countMatches,
  countVector,
  distances,
  expression,
  expressionOf,
  extractMatch,
  featureHash,
  hashTable,
  hashingVector,
  impute,
  isotonic,
  joinText,
  kdNearest,
  knnImpute,
  labelMap,
  ldaTopics,
  leafLinear,
  leafSum,
  linear,
  lookup,
  md5Hash,
  minMaxScale,
  missingIndicator,
  ngrams,
  nearest,
  normalize,
  normalizeText,
  oneHot,
  ordinal,
  pairwiseCoupling,
  polynomial,
  powerTransform,
  quantileTransform,
  recaseText,
  replaceMatches,
  replaceText,
  select,
  sigmoid,
  smallCountVector,
  smallTreeEnsemble,
  softmax,
  spline,
  standardScale,
  stopWords,
  tfidf,
  threshold,
  toDense,
  tokenize,
  tokenizeWords,
  treeEnsemble,
  triangularSolve,
  weightedMedian,
}
