import type { Kernel } from '../kernel.js'
import { castMap } from './cast-map.js'
import { categoryMapper } from './category-mapper.js'
import { cDist } from './cdist.js'
import { dictVectorizer } from './dict-vectorizer.js'
import { featureVectorizer } from './feature-vectorizer.js'
import { gatherElements } from './gather-elements.js'
import { gatherND } from './gather-nd.js'
import { gru } from './gru.js'
import { ifElse } from './if.js'
import { loop } from './loop.js'
import { lstm } from './lstm.js'
import { rnn } from './rnn.js'
import { scan } from './scan.js'
import { scatterElements } from './scatter-elements.js'
import { scatterND } from './scatter-nd.js'
import { sin } from './sin.js'
import { stringNormalizer } from './string-normalizer.js'
import { svmClassifier } from './svm-classifier.js'
import { svmRegressor } from './svm-regressor.js'
import { tfIdfVectorizer } from './tfidf-vectorizer.js'
import { tokenizer } from './tokenizer.js'
import { tabularKernels } from './tabular.js'

/** Every operator: what `skewless/js` has. */
export const allKernels: readonly Kernel[] = [
  ...tabularKernels,
  castMap,
  categoryMapper,
  cDist,
  dictVectorizer,
  featureVectorizer,
  gatherElements,
  gatherND,
  gru,
  ifElse,
  loop,
  lstm,
  rnn,
  scan,
  scatterElements,
  scatterND,
  sin,
  stringNormalizer,
  svmClassifier,
  svmRegressor,
  tfIdfVectorizer,
  tokenizer,
]

export * from './tabular.js'
export {
  castMap,
  categoryMapper,
  cDist,
  dictVectorizer,
  featureVectorizer,
  gatherElements,
  gatherND,
  gru,
  ifElse,
  loop,
  lstm,
  rnn,
  scan,
  scatterElements,
  scatterND,
  sin,
  stringNormalizer,
  svmClassifier,
  svmRegressor,
  tfIdfVectorizer,
  tokenizer,
}
