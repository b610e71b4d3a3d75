import { values } from '../json/shape.js'
import { labelType, writeLabels } from './labels.js'
import { defineOp, type Op } from './op.js'

/**
 * argmax_label, version 1: `y = labels[k]`, k the first cell that is greatest. A NaN counts as greater than every number and
 * the first NaN wins, as NumPy's argmax has it. The input is as wide as there are labels, at least one.
 */
export const argmaxLabel: Op = /* @__PURE__ */ defineOp({
  name: 'argmax_label',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: { labels: /* @__PURE__ */ values() },
  bind({ labels }, [{ width }], fail) {
    if (labels.length !== width || width === 0) {
      fail(['attrs', 'labels'], `expected one label for each of ${width} cells, got ${labels.length}`)
    }
    const pick = (data: Float64Array, cell: number): number => {
      let best = 0
      for (let i = 1; i < width; i++) {
        const top = data[cell + best]!
        const value = data[cell + i]!
        if (value > top || (value !== value && top === top)) best = i
      }
      return best
    }
    return {
      outputs: [labelType(labels)],
      run([x], [y], rows) {
        writeLabels(labels, pick, x, y, rows)
      },
    }
  },
})
