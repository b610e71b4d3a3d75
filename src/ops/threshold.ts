import { choice, number, values } from '../json/shape.js'
import { labelType, writeLabels } from './labels.js'
import { defineOp, type Op } from './op.js'

/**
 * threshold, version 1: `y = labels[x > threshold ? 1 : 0]`, or `>=`, as `comparison` says. NaN is below. GradientBoosting
 * decides on `raw >= 0`, linear models and HistGradientBoosting on `> 0`.
 */
export const threshold: Op = /* @__PURE__ */ defineOp({
  name: 'threshold',
  version: 1,
  inputs: [{ kinds: ['number'], width: 1 }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: {
    threshold: /* @__PURE__ */ number(),
    comparison: /* @__PURE__ */ choice('>', '>='),
    labels: /* @__PURE__ */ values(),
  },
  bind({ threshold, comparison, labels }, _, fail) {
    if (labels.length !== 2) fail(['attrs', 'labels'], `expected 2 labels, got ${labels.length}`)
    const strict = comparison === '>'
    const pick = (data: Float64Array, cell: number): number =>
      +(strict ? data[cell]! > threshold : data[cell]! >= threshold)
    return {
      outputs: [labelType(labels)],
      run([x], [y], rows) {
        writeLabels(labels, pick, x, y, rows)
      },
    }
  },
})
