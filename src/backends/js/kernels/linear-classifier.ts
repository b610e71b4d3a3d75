import { labelRows, largest, readLabels, type ClassLabels } from '../class-labels.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { addIntercepts, readLinear } from '../linear.js'
import { multiply } from '../matrix.js'
import { readPostTransform, refuseProbit } from '../post-transform-name.js'
import { rowsOf, rowTypes, singlesOf } from '../rows.js'
import { NONE, transformScores } from '../trees/post-transform.js'
import { typeOfInput } from '../types.js'

/** Labels of a score without labels for both of its sides. */
const signs: ClassLabels = { type: 'int64', values: [0n, 1n] }

function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const labels = readLabels(node, 'classlabels_ints', 'classlabels_strings')
  const count = node.floats('intercepts')?.length ?? 0
  const targets = count > 0 ? count : Math.max(1, labels?.values.length ?? 1)
  const { matrix, intercepts } = readLinear(node, targets)
  const classes = labels?.values.length ?? 0
  if (targets > 1 && classes !== targets) node.invalid(`expected ${targets} class labels, got ${classes}`)
  if (targets === 1 && classes > 2) node.invalid(`expected at most 2 class labels, got ${classes}`)
  const two = targets === 1 && classes === 2
  const named = two || targets > 1 ? labels! : signs
  if (targets === 1 && labels?.type === 'string' && !two) node.unsupported('expected two labels of strings')
  // Says only how the model was trained.
  node.has('multi_class')
  const post = readPostTransform(node)
  refuseProbit(node, post, targets === 1)
  const width = two ? 2 : targets
  return {
    types: [named.type, 'float32'],
    run([x]) {
      const [rows, columns] = rowsOf(node, x!, matrix.k)
      if (columns !== matrix.k) node.refuse(`expected ${matrix.k} columns, got ${columns}`)
      node.charge(rows * matrix.k * targets)
      const raw = make(node, 'float32', [rows, targets])
      multiply(singlesOf(node, x!), 0, rows, matrix, raw, 0)
      addIntercepts(raw, intercepts)
      const chosen = labelRows(node, named, rows, (r) =>
        targets === 1 ? +(raw[r]! > 0) : largest(raw, r * targets, targets),
      )
      const out = make(node, 'float32', [rows, width])
      const scores = new Float64Array(width)
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < targets; i++) scores[i] = raw[r * targets + i]!
        if (two) {
          scores[1] = scores[0]!
          scores[0] = post === NONE ? Math.fround(1 - scores[1]) : -scores[1]
        }
        transformScores(post, scores, 0, width, true)
        out.set(scores, r * width)
      }
      return [chosen, tensorOf('float32', [rows, width], out)]
    },
  }
}

/**
 * x · coefficients + intercepts in float32; the label is that of the largest score. One score s with two labels is that of the
 * second, which is chosen where s > 0: the scores are then 1 - s and s, or -s and s, transformed.
 */
export const linearClassifier: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'LinearClassifier',
  since: 1,
  inputs: [1, 1],
  bind,
})
