import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.js'
import { js } from '../src/js.js'
import type { Tensor } from '../src/backends/backend.js'
import type { AttributeDefinition } from '../src/onnx/write.js'
import { f32, f64, modelOf, node, refusal, rejection } from './onnx-model.js'

type FloatType = 'float32' | 'float64'
const [LEQ, LT, GTE, GT, EQ, NEQ, MEMBER] = [0, 1, 2, 3, 4, 5, 6]

interface Leaf {
  readonly weight: number
  readonly target?: number
}
interface Branch {
  readonly feature?: number
  readonly mode?: number
  readonly split?: number
  readonly members?: readonly number[]
  readonly missing?: boolean
  readonly yes: Tree
  readonly no: Tree
}
type Tree = Leaf | Branch
const leaf = (weight: number, target = 0): Leaf => ({ weight, target })
const stump = (branch: Partial<Branch>): Branch => ({ yes: leaf(1), no: leaf(2), ...branch })

type Attributes = Record<string, AttributeDefinition>

/** The attributes of a TreeEnsemble; a tree that is a leaf is a node with both branches on it. */
function attributesOf(trees: readonly Tree[], type: FloatType, targets: number): Attributes {
  const nodes: (readonly number[])[] = []
  const leaves: Leaf[] = []
  const members: number[] = []
  const make = type === 'float32' ? f32 : f64
  const add = (tree: Branch): number => {
    const at = nodes.push([]) - 1
    if (tree.members) members.push(...tree.members, NaN)
    const branch = (next: Tree): [number, number] => ('weight' in next ? [leaves.push(next) - 1, 1] : [add(next), 0])
    const yes = branch(tree.yes)
    const no = tree.no === tree.yes && 'weight' in tree.no ? yes : branch(tree.no)
    nodes[at] = [tree.feature ?? 0, tree.mode ?? LEQ!, tree.split ?? 0, tree.missing ? 1 : 0, ...yes, ...no]
    return at
  }
  const roots = trees.map((tree) => add('weight' in tree ? { yes: tree, no: tree } : tree))
  const column = (i: number): number[] => nodes.map((row) => row[i]!)
  return {
    n_targets: { int: targets },
    tree_roots: { ints: roots },
    nodes_featureids: { ints: column(0) },
    nodes_modes: { tensor: { type: 'uint8', dims: [nodes.length], data: Uint8Array.from(column(1)) } },
    nodes_splits: { tensor: make([nodes.length], ...column(2)) },
    nodes_missing_value_tracks_true: { ints: column(3) },
    nodes_truenodeids: { ints: column(4) },
    nodes_trueleafs: { ints: column(5) },
    nodes_falsenodeids: { ints: column(6) },
    nodes_falseleafs: { ints: column(7) },
    leaf_targetids: { ints: leaves.map(({ target }) => target ?? 0) },
    leaf_weights: { tensor: make([leaves.length], ...leaves.map(({ weight }) => weight)) },
    ...(members.length > 0 ? { membership_values: { tensor: make([members.length], ...members) } } : {}),
  }
}

const bytesOf = (attributes: Attributes, type: FloatType): Uint8Array =>
  modelOf([{ ...node('TreeEnsemble', ['x'], ['y'], attributes), domain: 'ai.onnx.ml' }], { x: type }, { y: type })

async function score(
  trees: readonly Tree[],
  rows: readonly (readonly number[])[],
  { type = 'float64', targets = 1 }: { type?: FloatType; targets?: number } = {},
  more: Attributes = {},
): Promise<number[]> {
  const session = await js().open(bytesOf({ ...attributesOf(trees, type, targets), ...more }, type))
  const make = type === 'float32' ? f32 : f64
  const run = (...some: (readonly number[])[]): Tensor =>
    session.runSync!({ x: make([some.length, rows[0]!.length], ...some.flat()) })['y'] as Tensor
  const valuesOf = (...some: (readonly number[])[]): number[] => Array.from(run(...some).data as Float64Array)
  // The first rows, rows alone and rows together are scored by different code, to the same bits.
  const few = rows.slice(0, 25)
  const first = [few.flatMap((row) => valuesOf(row)), valuesOf(...few)]
  valuesOf(...new Array<readonly number[]>(64).fill(rows[0]!))
  const all = run(...rows)
  expect(all).toMatchObject({ type, dims: [rows.length, targets] })
  const values = Array.from(all.data as Float64Array)
  expect(first).toEqual([values.slice(0, few.length * targets), values.slice(0, few.length * targets)])
  expect(rows.flatMap((row) => valuesOf(row))).toEqual(values)
  return values
}

const column = (...values: number[]): number[][] => values.map((value) => [value])

describe('tests of a node', () => {
  const rows = column(1, 2, 3, -0, -Infinity, Infinity, NaN)
  test.each<[string, Partial<Branch>, number[]]>([
    ['x <= 2', { mode: LEQ!, split: 2 }, [1, 1, 2, 1, 1, 2, 2]],
    ['x < 2', { mode: LT!, split: 2 }, [1, 2, 2, 1, 1, 2, 2]],
    ['x >= 2', { mode: GTE!, split: 2 }, [2, 1, 1, 2, 2, 1, 2]],
    ['x > 2', { mode: GT!, split: 2 }, [2, 2, 1, 2, 2, 1, 2]],
    ['x = 2', { mode: EQ!, split: 2 }, [2, 1, 2, 2, 2, 2, 2]],
    ['x != 2', { mode: NEQ!, split: 2 }, [1, 2, 1, 1, 1, 1, 1]],
    ['x in {1, 3, 0}', { mode: MEMBER!, members: [1, 3, 0] }, [1, 2, 1, 1, 2, 2, 2]],
    ['x in {0.5, 2, -1e9}', { mode: MEMBER!, members: [0.5, 2, -1e9] }, [2, 1, 2, 2, 2, 2, 2]],
    ['x in {}', { mode: MEMBER!, members: [] }, [2, 2, 2, 2, 2, 2, 2]],
    ['x <= 0', { mode: LEQ!, split: 0 }, [2, 2, 2, 1, 1, 2, 2]],
    ['x < 0', { mode: LT!, split: 0 }, [2, 2, 2, 2, 1, 2, 2]],
    ['x < -inf', { mode: LT!, split: -Infinity }, [2, 2, 2, 2, 2, 2, 2]],
    ['x <= -inf', { mode: LEQ!, split: -Infinity }, [2, 2, 2, 2, 1, 2, 2]],
    ['x >= -inf', { mode: GTE!, split: -Infinity }, [1, 1, 1, 1, 1, 1, 2]],
    ['x > -inf', { mode: GT!, split: -Infinity }, [1, 1, 1, 1, 2, 1, 2]],
    ['x < inf', { mode: LT!, split: Infinity }, [1, 1, 1, 1, 1, 2, 2]],
    ['x >= inf', { mode: GTE!, split: Infinity }, [2, 2, 2, 2, 2, 1, 2]],
    ['x <= NaN', { mode: LEQ!, split: NaN }, [2, 2, 2, 2, 2, 2, 2]],
    ['x > NaN', { mode: GT!, split: NaN }, [2, 2, 2, 2, 2, 2, 2]],
  ])('%s, and with missing values going to the true branch', async (_, branch, wanted) => {
    for (const type of ['float64', 'float32'] as const) {
      expect(await score([stump(branch)], rows, { type })).toEqual(wanted)
      // Only NaN is missing, so only the last row changes.
      expect(await score([stump({ ...branch, missing: true })], rows, { type })).toEqual([...wanted.slice(0, -1), 1])
    }
  })

  test('thresholds are compared in float64 when the input is', async () => {
    const tree = stump({ split: 0.1 })
    expect(await score([tree], column(0.1, 0.10000000000000002, Math.fround(0.1)))).toEqual([1, 2, 2])
    expect(await score([tree], column(0.1), { type: 'float32' })).toEqual([1])
    const strict = stump({ mode: LT!, split: 5e-324 })
    expect(await score([strict], column(0, 5e-324))).toEqual([1, 2])
  })

  test('a large set has its members and no others', async () => {
    const members = Array.from({ length: 300 }, (_, i) => i * 3)
    const rows = column(0, 1, 297, 298, 897, 898, 900, 3.5, -3, 1e12)
    expect(await score([stump({ mode: MEMBER!, members })], rows)).toEqual([1, 2, 1, 2, 1, 2, 2, 2, 2, 2])
  })
})

describe('trees', () => {
  const deep: Tree = {
    feature: 2,
    split: 1,
    yes: { feature: 0, mode: GT!, split: 0, yes: leaf(10), no: leaf(20) },
    no: {
      feature: 1,
      mode: LT!,
      split: 5,
      missing: true,
      yes: leaf(30),
      no: { feature: 0, mode: GTE!, split: 2, yes: leaf(40), no: leaf(50) },
    },
  }

  test('are walked from the root', async () => {
    const rows = [
      [1, 0, 0],
      [0, 0, 1],
      [0, 4, 2],
      [0, NaN, 2],
      [2, 5, 2],
      [1, 5, NaN],
    ]
    expect(await score([deep], rows)).toEqual([10, 20, 30, 30, 40, 50])
    // Nine trees: two groups of four and one more; a tree of another kind among them.
    const others = [stump({ mode: EQ!, split: 0, yes: leaf(1000), no: leaf(2000) })]
    const wanted = [80 + 2000, 160 + 1000, 240 + 1000, 240 + 1000, 320 + 2000, 400 + 2000]
    expect(await score([...new Array<Tree>(5).fill(deep), ...others, deep, deep, deep], rows)).toEqual(wanted)
  })

  test('may be one leaf', async () => {
    expect(await score([leaf(7), stump({ split: 1 })], column(1, 2))).toEqual([8, 9])
  })

  test('may be one long branch', async () => {
    let tree: Tree = leaf(-1)
    for (let i = 40; i > 0; i--) tree = { split: i, mode: GT!, yes: tree, no: leaf(i) }
    const long = tree
    expect(await score([long, leaf(0), leaf(0), leaf(0), leaf(0)], column(41, 40, 1, 17.5))).toEqual([-1, 40, 1, 18])
  })

  test('are summed in order, in the type of the input', async () => {
    const trees = [1e8, 1, -1e8].map((weight) => leaf(weight))
    expect(await score(trees, column(0), { type: 'float32' })).toEqual([0])
    expect(await score(trees, column(0), { type: 'float64' })).toEqual([1])
    expect(await score([leaf(0.1), leaf(0.2), leaf(0.3)], column(0))).toEqual([0.6000000000000001])
    expect(await score([leaf(0.3), leaf(0.2), leaf(0.1)], column(0))).toEqual([0.6])
  })

  test('have each a target of its own where a table of leaves comes after them', async () => {
    const trees = [
      stump({ split: 1, yes: leaf(0, 0), no: leaf(1, 0) }),
      stump({ split: 2, yes: leaf(2, 1), no: leaf(3, 1) }),
    ]
    expect(await score(trees, column(1, 2, 3), { targets: 2 })).toEqual([0, 2, 1, 2, 1, 3])
  })

  test('many rows are scored as few are', async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => [i % 3, i % 11, i % 5])
    const few = await js().open(bytesOf(attributesOf([deep, deep, deep], 'float64', 40), 'float64'))
    const many = few.runSync!({ x: f64([rows.length, 3], ...rows.flat()) })['y'] as Tensor
    for (const i of [0, 1, 2047, 2048, 4095, 4096, 8191, 8192, 8999]) {
      const one = few.runSync!({ x: f64([1, 3], ...rows[i]!) })['y'] as Tensor
      expect((many.data as Float64Array).slice(i * 40, i * 40 + 40)).toEqual(one.data)
    }
  })

  test('no rows give no rows, and columns that no node reads may be there', async () => {
    const session = await js().open(bytesOf(attributesOf([deep], 'float64', 1), 'float64'))
    expect(session.runSync!({ x: f64([0, 3]) })).toEqual({ y: f64([0, 1]) })
    expect(session.runSync!({ x: f64([1, 5], 1, 0, 0, 9, 9) })).toEqual({ y: f64([1, 1], 10) })
    expect(refusal(() => session.runSync!({ x: f64([1, 2], 1, 0) })).code).toBe('ERR_TENSOR')
    expect(refusal(() => session.runSync!({ x: f64([3], 1, 0, 0) })).code).toBe('ERR_TENSOR')
  })
})

describe('a forest of many nodes', () => {
  let seed = 3
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 4294967296
  }
  /** Thresholds that no float32 is, some of them too small for one. */
  const threshold = (): number => {
    const scale = [1, 1, 1, 1e-46, 1e39][Math.floor(random() * 5)]!
    return (random() - 0.5) * scale
  }
  const grow = (depth: number): Tree =>
    depth === 0 || random() < 0.02
      ? leaf(Math.fround(random()))
      : {
          feature: Math.floor(random() * 6),
          mode: Math.floor(random() * 4),
          split: threshold(),
          missing: random() < 0.2,
          yes: grow(depth - 1),
          no: grow(depth - 1),
        }
  const trees = Array.from({ length: 43 }, () => grow(10))

  function walk(tree: Tree, row: readonly number[], round: (x: number) => number): number {
    if ('weight' in tree) return tree.weight
    const x = row[tree.feature!]!
    const split = round(tree.split!)
    const holds = [x <= split, x < split, x >= split, x > split][tree.mode!]! || (x !== x && tree.missing === true)
    return walk(holds ? tree.yes : tree.no, row, round)
  }
  const sum = (row: readonly number[], round: (x: number) => number): number =>
    trees.reduce((total, tree) => round(total + walk(tree, row, round)), 0)

  const values = [0, -0, NaN, Infinity, -Infinity, 1e-45, -1e-45, 3.4e38, -3.4e38]
  const rows = Array.from({ length: 203 }, () =>
    Array.from({ length: 6 }, () => Math.fround(random() < 0.2 ? values[Math.floor(random() * 9)]! : random() - 0.5)),
  )

  test('in float32', async () => {
    expect(await score(trees, rows, { type: 'float32' })).toEqual(rows.map((row) => sum(row, Math.fround)))
  })

  test('in float64', async () => {
    expect(await score(trees, rows)).toEqual(rows.map((row) => sum(row, Number)))
  })

  test('in float64, of rows that were float32 before', async () => {
    const attributes = attributesOf(trees, 'float64', 1)
    const casts = [node('Cast', ['x'], ['s'], { to: { int: 1 } }), node('Cast', ['s'], ['d'], { to: { int: 11 } })]
    const ensemble = { ...node('TreeEnsemble', ['d'], ['y'], attributes), domain: 'ai.onnx.ml' }
    const session = await js().open(modelOf([...casts, ensemble], { x: 'float64' }, { y: 'float64' }))
    const y = session.runSync!({ x: f64([rows.length, 6], ...rows.flat()) })['y'] as Tensor
    expect(Array.from(y.data as Float64Array)).toEqual(rows.map((row) => sum(row, Number)))
    const one = session.runSync!({ x: f64([1, 6], ...rows[5]!) })['y'] as Tensor
    expect(one.data[0]).toBe(sum(rows[5]!, Number))
  })
})

describe('ensembles of every shape are walked as one tree is, node by node', () => {
  let seed = 11
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 4294967296
  }
  const pick = (values: readonly number[]): number => values[Math.floor(random() * values.length)]!
  // What rows and thresholds share, so that ties are common; some that no float32 is.
  const values = [0, -0, 1, -1, 0.5, 0.1, 3.4e38, 1e-45, Infinity, -Infinity]
  const grow = (depth: number, modes: readonly number[], missing: number): Tree => {
    if (depth === 0 || random() < 0.15) return leaf(random() - 0.5, Math.floor(random() * 3))
    const mode = pick(modes)
    return {
      feature: Math.floor(random() * 5),
      mode,
      split: mode === MEMBER ? 0 : pick(values),
      ...(mode === MEMBER ? { members: [pick(values.slice(0, 7)), pick(values.slice(0, 7))] } : {}),
      missing: random() < missing,
      yes: grow(depth - 1, modes, missing),
      no: grow(depth - 1, modes, missing),
    }
  }
  const aim = (tree: Tree, targets: number): Tree =>
    'weight' in tree
      ? leaf(tree.weight, tree.target! % targets)
      : { ...tree, yes: aim(tree.yes, targets), no: aim(tree.no, targets) }
  function walk(tree: Tree, row: readonly number[]): Leaf {
    if ('weight' in tree) return tree
    const { feature, mode, split, members = [], missing, yes, no } = tree
    const x = row[feature!]!
    const t = split!
    const holds = [x <= t, x < t, x >= t, x > t, x === t, x !== t, members.some((member) => member === x)][mode!]!
    return walk(holds || (x !== x && missing === true) ? yes : no, row)
  }

  const kinds: (readonly [readonly number[], number])[] = [
    [[LEQ!], 0],
    [[LEQ!], 0.3],
    [[LEQ!, LT!, GTE!, GT!], 0.3],
    [[LEQ!, EQ!, NEQ!], 0.3],
    [[LEQ!, MEMBER!], 0.3],
  ]
  test.each([
    [1, 23],
    [7, 23],
    [8, 23],
    [9, 523], // more than are scored together
    [16, 23],
    [37, 23],
  ])('%i trees, %i rows', async (count, rowCount) => {
    for (const [modes, missing] of kinds) {
      for (const depth of [1, 5, 9]) {
        const trees = Array.from({ length: count }, () => grow(depth, modes, missing))
        const rows = Array.from({ length: rowCount }, () => Array.from({ length: 5 }, () => pick([...values, NaN])))
        for (const targets of [1, 3]) {
          const expected = rows.flatMap((row) => {
            const sums = new Array<number>(targets).fill(0)
            for (const tree of trees) {
              const { weight, target } = walk(tree, row)
              sums[target! % targets]! += weight
            }
            return sums
          })
          const aimed = trees.map((tree) => aim(tree, targets))
          expect(await score(aimed, rows, { targets })).toEqual(expected)
        }
      }
    }
  })
})

describe('aggregates and transforms', () => {
  const trees = [leaf(3, 0), leaf(1, 0), leaf(-4, 1)]
  test.each([
    [0, [4 / 3, -4 / 3, 0]],
    [1, [4, -4, 0]],
    [2, [1, -4, 0]],
    [3, [3, -4, 0]],
  ])('aggregate_function %i', async (aggregate, wanted) => {
    expect(await score(trees, column(0), { targets: 3 }, { aggregate_function: { int: aggregate } })).toEqual(wanted)
  })

  const transformed = (post: number, ...weights: number[]): Promise<number[]> => {
    const some = weights.map((weight, target) => leaf(weight, target))
    return score(some, column(0), { targets: weights.length }, { post_transform: { int: post } })
  }

  test('post_transform', async () => {
    expect(await transformed(0, 2)).toEqual([2])
    expect(await transformed(1, 5, 5)).toEqual([0.5, 0.5])
    expect(await transformed(1, 1000, 0)).toEqual([1, 0])
    expect(await transformed(2, 0, -1000, 1000)).toEqual([0.5, 0, 1])
    // e / (e + e) twice; what is 0 stays 0; nothing but 0 is a half.
    expect(await transformed(3, 1, 0, 1)).toEqual([0.5, 0, 0.5])
    expect(await transformed(3, 0, 0)).toEqual([0.5, 0.5])
    expect(await transformed(4, 0.5, 1, 0, 2)).toEqual([0, Infinity, -Infinity, NaN])
    expect((await rejection(transformed(5, 1))).code).toBe('ERR_ONNX_UNSUPPORTED')
  })
})

describe('opening refuses', () => {
  const tree = stump({ yes: stump({ feature: 1 }) })
  const good = attributesOf([tree, tree], 'float64', 1)
  const opening = (change: Attributes, type: FloatType = 'float64'): ReturnType<typeof rejection> =>
    rejection(js().open(bytesOf({ ...good, ...change }, type)))
  const bytes = (...data: number[]): AttributeDefinition => ({
    tensor: { type: 'uint8', dims: [data.length], data: Uint8Array.from(data) },
  })

  test.each<[string, Attributes]>([
    ['a root that is no node', { tree_roots: { ints: [0, 4] } }],
    ['a negative root', { tree_roots: { ints: [0, -1] } }],
    ['no tree', { tree_roots: { ints: [] } }],
    ['a root twice', { tree_roots: { ints: [0, 0] } }],
    ['a root inside another tree', { tree_roots: { ints: [0, 1] } }],
    ['a cycle', { nodes_truenodeids: { ints: [0, 0, 3, 2] } }],
    ['a node with two parents', { nodes_truenodeids: { ints: [1, 0, 1, 2] } }],
    ['a branch to no node', { nodes_truenodeids: { ints: [9, 0, 3, 2] } }],
    ['a branch to no leaf', { nodes_falsenodeids: { ints: [0, 1, 2, 99] } }],
    ['a leaf flag of 2', { nodes_trueleafs: { ints: [0, 2, 0, 1] } }],
    ['a negative feature', { nodes_featureids: { ints: [0, -1, 0, 1] } }],
    ['lists of two lengths', { nodes_featureids: { ints: [0, 1, 0] } }],
    ['an unknown mode', { nodes_modes: bytes(0, 7, 0, 0) }],
    ['too few modes', { nodes_modes: bytes(0, 0, 0) }],
    ['a mode of MEMBER without a set', { nodes_modes: bytes(0, 6, 0, 0) }],
    ['a set without a node', { membership_values: { tensor: f64([2], 1, NaN) } }],
    ['a target beyond n_targets', { leaf_targetids: { ints: [0, 0, 0, 0, 0, 1] } }],
    ['no target', { n_targets: { int: 0 } }],
    ['splits of another type', { nodes_splits: { tensor: f32([4], 0, 0, 0, 0) } }],
    ['weights of another type', { leaf_weights: { tensor: f32([6], 0, 0, 0, 0, 0, 0) } }],
    ['too few weights', { leaf_weights: { tensor: f64([5], 0, 0, 0, 0, 0) } }],
    ['an unknown aggregate', { aggregate_function: { int: 4 } }],
    ['an attribute that is unknown', { nodes_colours: { int: 4 } }],
  ])('%s', async (_, change) => {
    expect(await opening(change)).toMatchObject({ code: 'ERR_ONNX_INVALID', at: 'model.onnx#/node/0' })
  })

  test('features and targets beyond the limits', async () => {
    expect((await opening({ nodes_featureids: { ints: [0, 2 ** 30, 0, 1] } })).code).toBe('ERR_LIMIT')
    expect((await opening({ n_targets: { int: 2 ** 40 } })).code).toBe('ERR_LIMIT')
  })

  test('more tree nodes than the limits allow', async () => {
    const open = (modelNodes: number): Promise<unknown> =>
      js().open(bytesOf(good, 'float64'), { limits: { ...defaultLimits, modelNodes } })
    expect((await rejection(open(4))).code).toBe('ERR_LIMIT')
    expect(await open(5)).toBeTruthy()
  })

  test('nothing of the attribute that has no effect', async () => {
    const session = await js().open(bytesOf({ ...good, nodes_hitrates: { tensor: f64([1], 1) } }, 'float64'))
    expect(session.inputs).toHaveLength(1)
  })
})
