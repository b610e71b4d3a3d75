// What "pima 1.0.0" needs, for bundlers that keep only what is used.
import { load } from 'skewless/core'
import * as ops from 'skewless/ops'
import * as terms from 'skewless/terms'

export const open = (source) =>
  load(source, {
    ops: [
      ops.checkFinite,
      ops.concatCells,
      ops.expressionOf(
        terms.and,
        terms.choose,
        terms.divide,
        terms.greater,
        terms.greaterOrEqual,
        terms.less,
        terms.log,
        terms.max,
        terms.min,
      ),
      ops.impute,
      ops.linear,
      ops.missingIndicator,
      ops.sigmoid,
      ops.standardScale,
      ops.threshold,
    ],
  })
