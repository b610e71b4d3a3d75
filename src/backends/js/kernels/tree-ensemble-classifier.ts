import { quote } from '../../../errors.js'
import { labelRows, largest, readLabels, type ClassLabels } from '../class-labels.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { ofOneScore, readPostTransform, refuseProbit } from '../post-transform-name.js'
import { doublesOf, rowsOf, rowTypes } from '../rows.js'
import { readNodeLists, readReals } from '../trees/node-lists.js'
import { NONE, transformScores } from '../trees/post-transform.js'
import { hasten } from '../../../trees/hasten.js'
import { prepareEnsemble } from '../../../trees/prepare.js'
import { prepareScore } from '../../../trees/score.js'
import { SUM, tallyOf } from '../../../trees/tally.js'
import type { TreeTable } from '../../../trees/table.js'
import { typeOfInput } from '../types.js'

/** Whether there are two classes and the votes are all for one of them: a score for the second class. */
function isBinary({ leafTargets, targets }: TreeTable): boolean {
  return targets === 2 && leafTargets.length > 0 && leafTargets.every((id) => id === leafTargets[0])
}

/** The votes for the second class as 1 each; null unless there are two classes and some leaf has none for it. */
function reachTable(table: TreeTable, binary: boolean): TreeTable | null {
  const { leafStarts, leafTargets, leafWeights, targets } = table
  if (binary || targets !== 2 || leafStarts === null) return null
  let all = true
  for (let leaf = 0; leaf + 1 < leafStarts.length; leaf++) {
    all &&= leafTargets.subarray(leafStarts[leaf], leafStarts[leaf + 1]).includes(1)
  }
  return all ? null : { ...table, leafWeights: Float64Array.from(leafWeights, (_, i) => leafTargets[i]!) }
}

/** The labels where a model has one class, 1. */
const signs: ClassLabels = { type: 'int64', values: [0n, 1n] }

function readBase(node: NodeContext, binary: boolean, targets: number): Float64Array | null {
  const base = readReals(node, 'base_values') ?? []
  if (base.length === 0) return null
  if (base.length === targets) return Float64Array.from(binary ? base.slice(1) : base)
  if (base.length !== 1) node.invalid(`expected ${targets} base_values, got ${base.length}`)
  // One for many classes is the first's: sklearn-onnx writes one 0.
  const all = new Float64Array(binary ? 1 : targets)
  all[0] = base[0]!
  return all
}

function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, rowTypes)
  const labels = readLabels(node, 'classlabels_int64s', 'classlabels_strings') ?? node.invalid('expected class labels')
  const classes = labels.values.length
  const alone = classes === 1
  if (alone && labels.values[0] !== 1n)
    node.unsupported(`expected 1 for the label of one class, got ${quote(labels.values[0])}`)
  const { table, wide } = readNodeLists(node, 'class', classes)
  const binary = isBinary(table)
  const base = readBase(node, binary, classes)
  const named = readPostTransform(node)
  const post = alone ? ofOneScore(named) : named
  const probability = post === NONE && Array.prototype.every.call(table.leafWeights, (weight: number) => weight >= 0)
  const votes = binary ? { ...table, leafTargets: new Int32Array(table.leafTargets.length), targets: 1 } : table
  const single = type !== 'float64' && !wide
  const { single: narrow } = node.inputs[0]!
  const ensemble = prepareEnsemble(node, votes, { tally: tallyOf(votes, SUM, base), single, narrow, hasten })
  const { steps, columns } = ensemble
  const score = prepareScore(ensemble, null)
  const { targets } = votes
  const reach = probability ? null : reachTable(table, binary)
  const reached =
    reach === null ? null : prepareEnsemble(node, reach, { tally: tallyOf(reach), single: false, narrow, hasten })
  refuseProbit(node, post, binary || reach !== null)
  const reachScore = reached === null ? null : prepareScore(reached, null)
  const round = single ? Math.fround : Number
  return {
    types: [labels.type, 'float32'],
    run([x]) {
      const [rows, width] = rowsOf(node, x!, columns)
      node.charge(rows * (steps + classes))
      const raw = make(node, 'float64', [rows, targets])
      const out = make(node, 'float32', [rows, classes])
      const data = doublesOf(node, x!)
      score(data, 0, width, rows, raw, 0, targets, false)
      if (reachScore !== null) {
        node.charge(rows * steps)
        const votes = make(node, 'float64', [rows, 2])
        reachScore(data, 0, width, rows, votes, 0, targets, false)
        for (let r = 0; r < rows; r++) {
          if (votes[2 * r + 1] !== 0) continue
          raw[2 * r + 1] = raw[2 * r]!
          raw[2 * r] = -raw[2 * r]!
        }
      }
      const chosen = labelRows(node, alone ? signs : labels, rows, (r) =>
        alone ? +(raw[r]! > 0) : binary ? +(raw[r]! > (probability ? 0.5 : 0)) : largest(raw, r * classes, classes),
      )
      const scores = new Float64Array(classes)
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < targets; i++) scores[i] = raw[r * targets + i]!
        if (binary) {
          scores[1] = scores[0]!
          scores[0] = probability ? round(1 - scores[1]) : -scores[1]
        }
        transformScores(post, scores, 0, classes, single)
        out.set(scores, r * classes)
      }
      return [chosen, tensorOf('float32', [rows, classes], out)]
    },
  }
}

/**
 * The label is that of the largest score, the first of equals. Where two classes have votes for one only, that is the score s of
 * the second: with votes of at least 0 and no post_transform a probability, so the scores are 1 - s and s and the label asks for
 * s > 0.5; else they are -s and s, transformed, and it asks for s > 0. With one class, 1, the label is 1 where its score is above 0,
 * else 0, and of the transforms only PROBIT is done. Where both of two classes have votes that are no probabilities, a row that reaches none for the second takes the score s of
 * the first for its own: the scores are -s and s, as in onnxruntime.
 */
export const treeEnsembleClassifier: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'TreeEnsembleClassifier',
  since: 1,
  until: 4,
  inputs: [1, 1],
  bind,
})
