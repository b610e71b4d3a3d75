import type { NumberColumn, SparseColumn } from '../column.js'
import { choice, integer, numbers } from '../json/shape.js'
import { checkLimit } from '../limits.js'
import type { PreparedEnsemble } from '../trees/ensemble.js'
import { picker } from '../trees/pick.js'
import { hasten } from '../trees/hasten.js'
import { prepareEnsemble, type Hasten } from '../trees/prepare.js'
import { prepareScore } from '../trees/score.js'
import { LEQ, LT, MEMBER, type TreeTable } from '../trees/table.js'
import { dtype, rounded } from './dtype.js'
import { defineOp, type Fail, type Op } from './op.js'

/** Tree nodes that are looked at in one call: engines make machine code of a loop between its calls. */
const BLOCK = 512

/** Operations that a column counts as, for its memory. */
const stepsPerColumn = 8

type Name = 'roots' | 'features' | 'true_branches' | 'false_branches' | 'missing_true' | 'set_nodes' | 'targets'

/** The whole numbers of an attribute, from `least` to below `end`. */
function whole(fail: Fail, name: Name, given: Float64Array, least: number, end: number): Int32Array {
  const made = new Int32Array(given)
  for (let start = 0; start < given.length; start += BLOCK) {
    const at = findOther(given, made, least, end, start, Math.min(start + BLOCK, given.length))
    if (at >= 0)
      fail(['attrs', name, at], `expected a whole number from ${least} to ${end - 1}, got ${String(given[at])}`)
  }
  return made
}

function findOther(
  given: Float64Array,
  made: Int32Array,
  least: number,
  end: number,
  from: number,
  to: number,
): number {
  for (let i = from; i < to; i++) if (made[i] !== given[i] || made[i]! < least || made[i]! >= end) return i
  return -1
}

function modesOf(fail: Fail, nodes: number, comparison: '<=' | '<', setNodes: Float64Array): Uint8Array {
  const modes = new Uint8Array(nodes).fill(comparison === '<' ? LT : LEQ)
  let last = -1
  whole(fail, 'set_nodes', setNodes, 0, nodes).forEach((node, i) => {
    if (node <= last) fail(['attrs', 'set_nodes', i], `expected ascending numbers, got ${node} after ${last}`)
    modes[node] = MEMBER
    last = node
  })
  return modes
}

/** The same trees of rows that have nothing but the columns that they read. */
function ofPicked({ cold, hot, ...more }: PreparedEnsemble): PreparedEnsemble {
  const used = cold.used.map((_, i) => i)
  return { ...more, cold: { ...cold, used }, hot: () => ({ ...hot(), used }) }
}

/**
 * tree_ensemble, version 1
 *
 *     y[j] = (0 + leaf(0)) + leaf(1) + ...    over the leaves that x ends in, of those with target j, in the order of `roots`
 *
 * A walk begins at the root of a tree. At node n it asks whether x[features[n]] `comparison` thresholds[n], or for a node of
 * `set_nodes` whether x[features[n]] is in its set (`sets` has NaN after each), and goes to true_branches[n] or false_branches[n]: node b, or for b < 0
 * leaf -1 - b. NaN goes the true way where missing_true[n] is 1, else the false way. `weights` and `targets` are those of the leaves. With
 * `input` float32, x is rounded to float32 first. In `dtype` float32 (and `input` float32) thresholds, leaves and sums are float32. A sparse row has
 * 0 for a cell that it does not hold. The trees of ONNX's TreeEnsemble as attributes, with the same answers.
 */
/* @__NO_SIDE_EFFECTS__ */ function opOf(hasten: Hasten | null): Op {
  return defineOp({
    name: 'tree_ensemble',
    version: 1,
    inputs: [{ kinds: ['number', 'sparse'] }],
    outputs: [{ kinds: ['number'] }],
    attrs: {
      roots: /* @__PURE__ */ numbers(['trees']),
      features: /* @__PURE__ */ numbers(['nodes']),
      thresholds: /* @__PURE__ */ numbers(['nodes'], { nonFinite: true }),
      true_branches: /* @__PURE__ */ numbers(['nodes']),
      false_branches: /* @__PURE__ */ numbers(['nodes']),
      missing_true: /* @__PURE__ */ numbers(['nodes']),
      comparison: /* @__PURE__ */ choice('<=', '<'),
      set_nodes: /* @__PURE__ */ numbers(['sets']),
      sets: /* @__PURE__ */ numbers(['members'], { nonFinite: true }),
      weights: /* @__PURE__ */ numbers(['leaves'], { nonFinite: true }),
      targets: /* @__PURE__ */ numbers(['leaves']),
      outputs: /* @__PURE__ */ integer(1),
      input: dtype,
      dtype,
    },
    bind(attrs, [{ kind, width }], fail, _widths, at, limits) {
      const { roots, features, set_nodes: setNodes, weights, outputs, dtype } = attrs
      const nodes = features.length
      const leaves = weights.length
      const single = dtype === 'float32'
      const narrow = attrs.input === 'float32'
      if (roots.length === 0) fail(['attrs', 'roots'], 'expected at least one tree')
      if (single && !narrow) fail(['attrs', 'input'], 'expected float32 with dtype float32')
      checkLimit(outputs, limits.width, 'outputs', at)
      const missingTrue = whole(fail, 'missing_true', attrs.missing_true, 0, 2)
      const table: TreeTable = {
        roots: whole(fail, 'roots', roots, 0, nodes),
        features: whole(fail, 'features', features, 0, width),
        modes: modesOf(fail, nodes, attrs.comparison, setNodes),
        splits: rounded(attrs.thresholds, dtype),
        tracksTrue: missingTrue.includes(1) ? missingTrue : null,
        whenTrue: whole(fail, 'true_branches', attrs.true_branches, -leaves, nodes),
        whenFalse: whole(fail, 'false_branches', attrs.false_branches, -leaves, nodes),
        leafStarts: null,
        leafTargets: whole(fail, 'targets', attrs.targets, 0, outputs),
        leafWeights: rounded(weights, dtype),
        targets: outputs,
        members: attrs.sets,
      }
      const site = {
        at,
        limits,
        invalid: (message: string): never => fail(['attrs'], message),
        chargeNodes: (count: number): void => checkLimit(count, limits.modelNodes, 'nodes of trees', at),
        count: ([rows = 0, cells = 0]: readonly number[]): void =>
          checkLimit(rows * cells, limits.elements, 'cells in one call', at),
      }
      const dense = prepareEnsemble(site, table, { tally: null, single, narrow, hasten })
      const ensemble = kind === 'sparse' ? ofPicked(dense) : dense
      const columns = ensemble.cold.used.length
      const score = prepareScore(ensemble, null)
      const pick = picker(dense.cold.used)
      let cells = new Float64Array(0)
      const picked = ({ data, offset, stride }: SparseColumn, rows: number): Float64Array => {
        if (cells.length < rows * columns) cells = new Float64Array(rows * columns)
        else cells.fill(0, 0, rows * columns)
        for (let row = 0; row < rows; row++) pick(data[offset + row * stride]!, cells, row * columns)
        return cells
      }
      return {
        outputs: [{ kind: 'number', width: outputs }],
        // Each column up to the last that is read takes memory, however few the nodes are.
        steps: ensemble.steps + stepsPerColumn * ensemble.columns,
        run([x], [y], rows) {
          const { data, offset, stride } =
            x.kind === 'sparse' ? { data: picked(x, rows), offset: 0, stride: columns } : (x satisfies NumberColumn)
          score(data, offset, stride, rows, y.data, y.offset, y.stride, narrow)
        },
      }
    },
  })
}

export const treeEnsemble: Op = /* @__PURE__ */ opOf(hasten)

/** The same op in less code, which walks trees as they stand: one record about as fast, many records not. */
export const smallTreeEnsemble: Op = /* @__PURE__ */ opOf(null)
