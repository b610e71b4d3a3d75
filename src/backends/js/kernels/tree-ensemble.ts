import { allocate } from '../../../onnx/types.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext, RowRun } from '../kernel.js'
import type { PreparedEnsemble } from '../../../trees/ensemble.js'
import { MAX, SUM, tallyOf } from '../../../trees/tally.js'
import { probitOf } from '../post-transform-name.js'
import { afterSum, NONE, PROBIT } from '../trees/post-transform.js'
import { picker } from '../../../trees/pick.js'
import { hasten } from '../../../trees/hasten.js'
import { prepareEnsemble } from '../../../trees/prepare.js'
import { prepareScore, scoreOf, type Score } from '../../../trees/score.js'
import { readTable } from '../trees/read-table.js'
import { floats, typeOfInput } from '../types.js'

function readEnsemble(node: NodeContext, single: boolean): PreparedEnsemble {
  const table = readTable(node, single ? 'float32' : 'float64')
  const aggregate = node.int('aggregate_function', SUM)
  if (!(aggregate >= 0 && aggregate <= MAX)) {
    node.invalid(`expected aggregate_function from 0 to ${MAX}, got ${aggregate}`)
  }
  return prepareEnsemble(node, table, {
    tally: tallyOf(table, aggregate),
    single,
    narrow: node.inputs[0]!.single,
    hasten,
  })
}

function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const ensemble = readEnsemble(node, type === 'float32')
  const { hot, steps, columns } = ensemble
  const number = node.int('post_transform', NONE)
  if (!(number >= NONE && number <= PROBIT)) node.unsupported(`no post_transform ${number}`)
  const after = afterSum(number === PROBIT ? probitOf(node) : number)
  const { targets, used } = ensemble.cold
  const score = prepareScore(ensemble, after)
  let scoreUsed: Score | undefined
  const pick = picker(used)
  return {
    types: [type],
    // Of a sparse row only the columns that the trees look at are made.
    runSparse({ dims, rows }) {
      if (dims[1] < columns) node.refuse(`expected [rows, at least ${columns}], got [${dims.join(', ')}]`)
      node.charge(rows.length * steps)
      const cells = allocate(type, node.count([rows.length, used.length])) as Float64Array
      rows.forEach((row, r) => {
        pick(row, cells, r * used.length)
      })
      const out = make(node, type, [rows.length, targets])
      scoreUsed ??= scoreOf({ ...hot(), used: used.map((_, i) => i) }, after)
      scoreUsed(cells, 0, used.length, rows.length, out as Float64Array, 0, targets, false)
      return [tensorOf(type, [rows.length, targets], out)]
    },
    rows(width) {
      if (width < columns) return null
      const run: RowRun = (x, at, rows, out) => {
        score(x, at, width, rows, out, 0, targets, false)
      }
      const runRounded: RowRun = (x, at, rows, out) => {
        score(x, at, width, rows, out, 0, targets, true)
      }
      return { width: targets, steps, run, runRounded }
    },
    run([x]) {
      const { dims, data } = x!
      if (dims.length !== 2 || dims[1]! < columns) {
        node.refuse(`expected [rows, at least ${columns}], got [${dims.join(', ')}]`)
      }
      const made = [dims[0]!, targets]
      node.charge(dims[0]! * steps)
      const out = make(node, type, made)
      score(data as Float64Array, 0, dims[1]!, dims[0]!, out as Float64Array, 0, targets, false)
      return [tensorOf(type, made, out)]
    },
  }
}

/** Version 5 of the domain. Leaves are added in the order of `tree_roots`, in the input's element type. */
export const treeEnsemble: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'TreeEnsemble',
  since: 5,
  inputs: [1, 1],
  bind,
})
