import { describe, expect, test } from 'vitest'
import type { Tensor } from '../src/backends/backend.js'
import type { NumberColumn, SparseColumn } from '../src/column.js'
import { js } from '../src/js.js'
import { smallTreeEnsemble, treeEnsemble } from '../src/ops/index.js'
import type { Op } from '../src/ops/op.js'
import { resourcesOf } from './conformance.js'
import { f32, f64, modelOf, node } from './onnx-model.js'

let seed = 3
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 4294967296
}
const whole = (below: number): number => Math.floor(random() * below)
const pick = <T>(values: readonly T[]): T => values[whole(values.length)]!

/** What rows and thresholds share, so that ties are common; some that no float32 is. */
const values = [0, 1, -1, 0.5, 0.1, 3.4e38, 1e-45, 7, 0.30000001192092896]

interface Forest {
  readonly trees: number
  readonly depth: number
  /** The share of branches that end early, of nodes with a set, and of nodes where NaN goes the true way. */
  readonly bare: number
  readonly sets: number
  readonly missing: number
  readonly columns: number
  readonly outputs: number
  readonly dtype: 'float64' | 'float32'
  readonly comparison: '<=' | '<'
}

const plain: Forest = {
  ...{ trees: 9, depth: 4, bare: 0.2, sets: 0, missing: 0, columns: 5, outputs: 1 },
  ...{ dtype: 'float64', comparison: '<=' },
}

interface Trees {
  readonly roots: number[]
  readonly features: number[]
  readonly thresholds: number[]
  readonly true_branches: number[]
  readonly false_branches: number[]
  readonly missing_true: number[]
  readonly set_nodes: number[]
  readonly sets: number[]
  readonly weights: number[]
  readonly targets: number[]
}

function grow({ trees, depth, bare, sets, missing, columns, outputs, dtype }: Forest): Trees {
  const round = dtype === 'float32' ? Math.fround : Number
  const made: Trees = {
    ...{ roots: [], features: [], thresholds: [], true_branches: [], false_branches: [] },
    ...{ missing_true: [], set_nodes: [], sets: [], weights: [], targets: [] },
  }
  const branch = (level: number, tree: number): number => {
    if (level === depth || (level > 0 && random() < bare)) {
      made.targets.push(outputs === trees ? tree : whole(outputs))
      return -made.weights.push(round(random() - 0.5))
    }
    const n = made.features.push(whole(columns)) - 1
    const set = random() < sets
    made.thresholds.push(set ? 0 : round(pick(values)))
    made.missing_true.push(random() < missing ? 1 : 0)
    if (set) {
      made.set_nodes.push(n)
      made.sets.push(round(pick(values)), round(pick(values)), NaN)
    }
    made.true_branches[n] = branch(level + 1, tree)
    made.false_branches[n] = branch(level + 1, tree)
    return n
  }
  for (let t = 0; t < trees; t++) made.roots.push(branch(0, t))
  return made
}

/** What the ONNX operator answers for the same trees. */
async function askModel(
  trees: Trees,
  { outputs, dtype, comparison }: Forest,
  rows: readonly number[][],
): Promise<number[]> {
  const make = dtype === 'float32' ? f32 : f64
  const { length } = trees.features
  const modes = Uint8Array.from(trees.features, (_, n) =>
    trees.set_nodes.includes(n) ? 6 : comparison === '<' ? 1 : 0,
  )
  const ids = (branches: readonly number[]): number[] => branches.map((to) => (to < 0 ? -1 - to : to))
  const leafs = (branches: readonly number[]): number[] => branches.map((to) => (to < 0 ? 1 : 0))
  const attributes = {
    n_targets: { int: outputs },
    tree_roots: { ints: trees.roots },
    nodes_featureids: { ints: trees.features },
    nodes_modes: { tensor: { type: 'uint8' as const, dims: [length], data: modes } },
    nodes_splits: { tensor: make([length], ...trees.thresholds) },
    nodes_missing_value_tracks_true: { ints: trees.missing_true },
    nodes_truenodeids: { ints: ids(trees.true_branches) },
    nodes_trueleafs: { ints: leafs(trees.true_branches) },
    nodes_falsenodeids: { ints: ids(trees.false_branches) },
    nodes_falseleafs: { ints: leafs(trees.false_branches) },
    leaf_targetids: { ints: trees.targets },
    leaf_weights: { tensor: make([trees.weights.length], ...trees.weights) },
    ...(trees.sets.length > 0 ? { membership_values: { tensor: make([trees.sets.length], ...trees.sets) } } : {}),
  }
  const model = modelOf(
    [{ ...node('TreeEnsemble', ['x'], ['y'], attributes), domain: 'ai.onnx.ml' }],
    { x: dtype },
    { y: dtype },
  )
  const session = await js().open(model)
  const y = session.runSync!({ x: make([rows.length, rows[0]!.length], ...rows.flat()) })['y'] as Tensor
  return Array.from(y.data as Float64Array)
}

function bind(op: Op, trees: Trees, { outputs, dtype, comparison }: Forest, kind: 'number' | 'sparse', width: number) {
  const tag = (x: number): number | { $number: string } => (Number.isFinite(x) ? x : { $number: String(x) })
  const attrs = {
    ...trees,
    ...{ thresholds: trees.thresholds.map(tag), sets: trees.sets.map(tag), outputs, comparison, input: dtype, dtype },
  }
  return op.bind(attrs, [{ kind, width }], resourcesOf({ op: '', version: 1, cases: [] }), '/nodes/0')
}

/** The op's answers for rows that stand apart in a larger memory, all at once or one by one. */
function askOp(
  bound: ReturnType<typeof bind>,
  x: NumberColumn | SparseColumn,
  outputs: number,
  rows: number,
  atOnce: boolean,
): number[] {
  const stride = outputs + 2
  const y: NumberColumn = {
    kind: 'number',
    width: outputs,
    data: new Float64Array(3 + rows * stride).fill(77),
    offset: 3,
    stride,
  }
  const never = (): never => {
    throw new Error('refused')
  }
  if (atOnce) bound.run([x], [y], rows, never)
  else {
    for (let r = 0; r < rows; r++) {
      const own = { ...y, offset: y.offset + r * stride }
      bound.run([{ ...x, offset: x.offset + r * x.stride }], [own], 1, never)
    }
  }
  return Array.from({ length: rows * outputs }, (_, i) => y.data[3 + Math.floor(i / outputs) * stride + (i % outputs)]!)
}

describe('the op, in both forms, answers as the operator of ONNX', () => {
  test.each<[string, Partial<Forest>]>([
    ['complete trees', { bare: 0 }],
    ['bare trees', { depth: 11, bare: 0.4, trees: 17 }],
    ['many trees of float32 thresholds', { trees: 60, depth: 7, dtype: 'float32' }],
    ['missing both ways', { missing: 0.4, bare: 0.1 }],
    ['below', { comparison: '<', missing: 0.2 }],
    ['sets', { sets: 0.4, missing: 0.3 }],
    ['sets in float32', { sets: 0.4, missing: 0.3, dtype: 'float32' }],
    ['many columns', { columns: 300, trees: 40, depth: 8 }],
    ['several outputs', { outputs: 3 }],
    ['an output for each tree', { outputs: 12, trees: 12 }],
    ['an output for each tree, in float32, of complete trees', { outputs: 12, trees: 12, dtype: 'float32', bare: 0 }],
    ['one node', { trees: 1, depth: 1 }],
  ])('%s', async (_, given) => {
    const forest = { ...plain, ...given }
    const trees = grow(forest)
    const { columns, outputs, dtype } = forest
    const round = dtype === 'float32' ? Math.fround : Number
    const width = columns + 1
    const rows = Array.from({ length: 300 }, () =>
      Array.from({ length: width }, () => round(random() < 0.1 ? NaN : random() < 0.4 ? 0 : pick(values))),
    )
    const expected = await askModel(trees, forest, rows)
    const data = Float64Array.from([5, 5, ...rows.flatMap((row) => [...row, 5, 5])])
    const dense: NumberColumn = { kind: 'number', width, data, offset: 2, stride: width + 2 }
    const sparse: SparseColumn = {
      ...{ kind: 'sparse', width, offset: 0, stride: 1 },
      data: rows.map((row) => {
        const indices = Int32Array.from(row.keys()).filter((i) => row[i] !== 0)
        return { indices, values: Float64Array.from(indices, (i) => row[i]!) }
      }),
    }
    for (const op of [treeEnsemble, smallTreeEnsemble]) {
      for (const x of [dense, sparse]) {
        const bound = bind(op, trees, forest, x.kind, width)
        // The first rows, and those after the trees are laid out anew.
        for (const atOnce of [false, true, false]) expect(askOp(bound, x, outputs, 300, atOnce)).toEqual(expected)
      }
    }
  })
})
