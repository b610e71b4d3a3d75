import { argmaxLabel } from './argmax-label.js'
import { bin } from './bin.js'
import { cast } from './cast.js'
import { checkFinite } from './check-finite.js'
import { concat } from './concat.js'
import { distances } from './distances.js'
import { expression } from './expression.js'
import { impute } from './impute.js'
import { labelMap } from './label-map.js'
import { leafSum } from './leaf-sum.js'
import { linear } from './linear.js'
import { lookup } from './lookup.js'
import { minMaxScale } from './min-max-scale.js'
import { missingIndicator } from './missing-indicator.js'
import { normalize } from './normalize.js'
import { oneHot } from './one-hot.js'
import type { Op } from './op.js'
import { ordinal } from './ordinal.js'
import { polynomial } from './polynomial.js'
import { powerTransform } from './power-transform.js'
import { quantileTransform } from './quantile-transform.js'
import { select } from './select.js'
import { sigmoid } from './sigmoid.js'
import { softmax } from './softmax.js'
import { spline } from './spline.js'
import { standardScale } from './standard-scale.js'
import { threshold } from './threshold.js'
import { toDense } from './to-dense.js'

/** Every op of the current spec. Adding an op is one file and one line here. */
export const allOps: readonly Op[] = [
  argmaxLabel,
  bin,
  cast,
  checkFinite,
  concat,
  distances,
  expression,
  impute,
  labelMap,
  leafSum,
  linear,
  lookup,
  minMaxScale,
  missingIndicator,
  normalize,
  oneHot,
  ordinal,
  polynomial,
  powerTransform,
  quantileTransform,
  select,
  sigmoid,
  softmax,
  spline,
  standardScale,
  threshold,
  toDense,
]

export {
  argmaxLabel,
  bin,
  cast,
  checkFinite,
  concat,
  distances,
  expression,
  impute,
  labelMap,
  leafSum,
  linear,
  lookup,
  minMaxScale,
  missingIndicator,
  normalize,
  oneHot,
  ordinal,
  polynomial,
  powerTransform,
  quantileTransform,
  select,
  sigmoid,
  softmax,
  spline,
  standardScale,
  threshold,
  toDense,
}
