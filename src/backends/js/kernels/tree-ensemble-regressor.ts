import { quote } from '../../../errors.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { ofOneScore, readPostTransform } from '../post-transform-name.js'
import { doublesOf, rowsOf, rowTypes } from '../rows.js'
import { readNodeLists, readReals } from '../trees/node-lists.js'
import { afterSum } from '../trees/post-transform.js'
import { hasten } from '../../../trees/hasten.js'
import { prepareEnsemble } from '../../../trees/prepare.js'
import { prepareScore } from '../../../trees/score.js'
import { tallyOf } from '../../../trees/tally.js'
import { typeOfInput } from '../types.js'

const aggregates = ['AVERAGE', 'SUM', 'MIN', 'MAX']

function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, rowTypes)
  const targets = node.int('n_targets')
  const name = node.text('aggregate_function', 'SUM')
  const aggregate = aggregates.indexOf(name)
  if (aggregate < 0) node.invalid(`no aggregate_function ${quote(name)}`)
  const { table, wide } = readNodeLists(node, 'target', targets)
  const given = readReals(node, 'base_values')
  const base = given === null || given.length === 0 ? null : Float64Array.from(given)
  if (base !== null && base.length !== targets) node.invalid(`expected ${targets} base_values, got ${base.length}`)
  const post = readPostTransform(node)
  const single = type !== 'float64' && !wide
  const ensemble = prepareEnsemble(node, table, {
    tally: tallyOf(table, aggregate, base),
    single,
    narrow: node.inputs[0]!.single,
    hasten,
  })
  const { steps, columns } = ensemble
  const score = prepareScore(ensemble, afterSum(targets === 1 ? ofOneScore(post) : post))
  return {
    types: ['float32'],
    run([x]) {
      const [rows, width] = rowsOf(node, x!, columns)
      node.charge(rows * steps)
      const out = make(node, 'float32', [rows, targets])
      score(doublesOf(node, x!), 0, width, rows, out as unknown as Float64Array, 0, targets, false)
      return [tensorOf('float32', [rows, targets], out)]
    },
  }
}

/**
 * Sums in float32, or in float64 for a float64 input or numbers given as doubles; base values are added last. One target is transformed by PROBIT
 * only, as in onnxruntime.
 */
export const treeEnsembleRegressor: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'TreeEnsembleRegressor',
  since: 1,
  until: 4,
  inputs: [1, 1],
  bind,
})
