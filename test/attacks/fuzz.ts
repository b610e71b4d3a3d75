import { deepStrictEqual } from 'node:assert'
import { createHash } from 'node:crypto'
import { BundleError } from '../../src/errors.js'
import { load, type LoadOptions, type Model } from '../../src/index.js'
import { writeModel, type AttributeDefinition, type NodeDefinition } from '../../src/onnx/write.js'
import type { Tensor } from '../../src/onnx/types.js'
import { forge } from '../zip-forge.js'
import { concatBytes, utf8 } from './attack.js'
import { base, double, entries, manifestOf, parse, record, type NodeJson } from './base.js'
import { generator, mutateBytes, mutateJson, mutateText, pick, textOf, type Random } from './mutate.js'
import { fullGraph } from './ops.js'

/** Small ceilings, so that what is taken is soon done; the digests are those of Node, which answer at once. */
const options: LoadOptions = {
  limits: { width: 10_000, elements: 100_000, modelNodes: 10_000 },
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
}

const floats = (name: string, dims: number[], ...data: number[]): Tensor & { name: string } => ({
  name,
  type: 'float64',
  dims,
  data: Float64Array.from(data),
})

const integers = (name: string, dims: number[], ...data: number[]): Tensor & { name: string } => ({
  name,
  type: 'int64',
  dims,
  data: BigInt64Array.from(data, BigInt),
})

function model(nodes: readonly NodeDefinition[], initializers: readonly (Tensor & { name: string })[]): Uint8Array {
  const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const
  return writeModel({
    irVersion: 10,
    opsets: [
      { domain: '', version: 21 },
      { domain: 'ai.onnx.ml', version: 5 },
    ],
    graph: { name: 'g', inputs: [port], outputs: [{ ...port, name: 'Y' }], initializers, nodes },
  })
}

const op = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, AttributeDefinition>> = {},
): NodeDefinition => ({ opType, inputs, outputs: [output], attributes })

const ints = (...list: number[]): AttributeDefinition => ({ ints: list })
const tensor = (value: Tensor): AttributeDefinition => ({ tensor: value })

const trees: NodeDefinition = {
  domain: 'ai.onnx.ml',
  opType: 'TreeEnsemble',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: {
    tree_roots: ints(0, 2),
    nodes_featureids: ints(0, 0, 0),
    nodes_truenodeids: ints(1, 0, 2),
    nodes_trueleafs: ints(0, 1, 1),
    nodes_falsenodeids: ints(0, 1, 0),
    nodes_falseleafs: ints(1, 1, 1),
    leaf_targetids: ints(0, 0, 0),
    nodes_modes: tensor({ type: 'uint8', dims: [3], data: Uint8Array.of(0, 1, 6) }),
    nodes_splits: tensor(floats('', [3], 0, 1, 2)),
    membership_values: tensor(floats('', [3], 1, 2, NaN)),
    leaf_weights: tensor(floats('', [3], 1, 2, 3)),
    n_targets: { int: 1 },
  },
}

/** Models that between them use most operators. */
const models: readonly Uint8Array[] = [
  double,
  model([trees], []),
  model(
    [
      op('Gemm', ['X', 'w', 'b'], 'g', { transB: { int: 0 }, alpha: { float: 0.5 } }),
      op('Relu', ['g'], 'r'),
      op('Softmax', ['r'], 's', { axis: { int: -1 } }),
      op('MatMul', ['s', 'v'], 'Y'),
    ],
    [floats('w', [1, 3], 1, 2, 3), floats('b', [3], 0, 0, 1), floats('v', [3, 1], 1, 1, 1)],
  ),
  model(
    [
      op('Reshape', ['X', 'shape'], 'a'),
      op('Transpose', ['a'], 'b', { perm: ints(1, 0, 2) }),
      op('Gather', ['b', 'first'], 'c', { axis: { int: 0 } }),
      op('Concat', ['c', 'c'], 'd', { axis: { int: 1 } }),
      op('Slice', ['d', 'zero', 'one', 'one'], 'e'),
      op('Squeeze', ['e', 'one'], 'f'),
      op('Unsqueeze', ['f', 'one'], 'h'),
      op('Flatten', ['h'], 'Y', { axis: { int: 1 } }),
    ],
    [integers('shape', [3], -1, 1, 1), integers('first', [1], 0), integers('zero', [1], 0), integers('one', [1], 1)],
  ),
  model(
    [
      op('Constant', [], 'k', { value: tensor(floats('', [1, 1], 2)) }),
      op('Mul', ['X', 'k'], 'a'),
      op('Sub', ['a', 'k'], 'b'),
      op('Div', ['b', 'k'], 'c'),
      op('Neg', ['c'], 'd'),
      op('Sigmoid', ['d'], 'e'),
      op('ArgMax', ['e'], 'f', { axis: { int: 1 }, keepdims: { int: 1 } }),
      op('Cast', ['f'], 'Y', { to: { int: 11 } }),
    ],
    [],
  ),
]

function mutateTensors(bytes: Uint8Array, random: Random): Uint8Array {
  if (random(2) === 0) return mutateBytes(bytes, random)
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const header = mutateJson(parse(bytes.subarray(8, 8 + size)) as never, random)
  const text = utf8(JSON.stringify(header))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setUint32(0, text.length, true)
  return concatBytes(length, text, bytes.subarray(8 + size))
}

/** The full graph with the text of an expression changed, or a few places of one node, or of all. */
function mutateGraph(random: Random): Uint8Array {
  const nodes = (fullGraph.nodes as NodeJson[]).slice()
  const chosen = random(nodes.length)
  const own = nodes[chosen]!
  const kind = random(3)
  if (kind === 0) return utf8(textOf(mutateJson(fullGraph as never, random)))
  if (kind === 1 || own.op !== 'expression') nodes[chosen] = mutateJson(own as never, random) as never
  else {
    const expression = mutateText(own.attrs!.expression as string, random)
    nodes[chosen] = { ...own, attrs: { ...own.attrs, expression } }
  }
  return utf8(textOf({ ...fullGraph, nodes } as never))
}

function mutateEntry(name: string, bytes: Uint8Array, random: Random): Uint8Array {
  if (name.endsWith('.onnx')) {
    const seed = pick(random, models)
    return random(8) === 0 ? seed : mutateBytes(seed, random)
  }
  if (name.endsWith('.safetensors')) return mutateTensors(bytes, random)
  if (!name.endsWith('.json') || random(10) === 0) return mutateBytes(bytes, random)
  if (name === 'graph.json') return mutateGraph(random)
  return utf8(textOf(mutateJson(parse(bytes) as never, random)))
}

const modelName = 'models/main.onnx'
const weighted = ['graph.json', 'graph.json', 'graph.json', modelName, modelName, 'schema.json']
const targets = [...weighted, 'tensors.safetensors', 'golden.json', 'strings.json', 'bundle.json']

interface Mutated {
  readonly bytes: Uint8Array
  /** False when the model was changed: one that mixes its rows is still a model. */
  readonly independent: boolean
}

/** The base bundle with one or two entries mutated, under digests that fit. */
function mutateBundle(random: Random): Mutated {
  const all = new Map(entries)
  let manifest = (bytes: Uint8Array): Uint8Array => bytes
  for (let left = 1 + random(2); left > 0; left--) {
    const name = pick(random, targets)
    if (name === 'bundle.json') manifest = (bytes) => mutateEntry(name, bytes, random)
    else all.set(name, mutateEntry(name, entries.get(name)!, random))
  }
  all.set('bundle.json', manifest(manifestOf(all)))
  const independent = all.get(modelName) === entries.get(modelName)
  return { bytes: forge([...all].map(([name, data]) => ({ name, data }))), independent }
}

/** What a call gives, or null for a BundleError, which is the only error that may come. */
async function attempt<T>(call: () => T | Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof BundleError) return null
    throw error
  }
}

/** Loads, and calls whatever can be called. With `independent` rows, a record alone and in a batch must have the same answer. */
async function exercise(bytes: Uint8Array, independent: boolean): Promise<Model | null> {
  const loaded = await attempt(() => load(bytes, options))
  if (loaded === null) return null
  const other = Object.fromEntries(loaded.schema.inputs.map(({ name, type }) => [name, type === 'string' ? 'pro' : 1]))
  const records = [record, other, {}]
  const alone: unknown[] = []
  for (const one of records) {
    loaded.validate(one)
    alone.push(await attempt(() => loaded.predictSync(one)))
    await attempt(() => loaded.features(one))
  }
  const batch = await attempt(() => loaded.predictBatchSync(records, { onInvalid: 'null' }))
  if (batch !== null && independent) deepStrictEqual(batch.outputs, alone)
  const columns = Object.fromEntries(Object.entries(other).map(([name, value]) => [name, [value, value]]))
  await attempt(() => loaded.predictBatchSync(columns, { onInvalid: 'null' }))
  await attempt(() => loaded.test())
  return loaded
}

const original = await load(base)
const score = original.predictSync(record)

/** An archive that loads after its bytes were changed is still the same bundle. */
function checkSame({ identity, predictSync }: Model): void {
  deepStrictEqual([identity, predictSync(record)], [original.identity, score])
}

export interface FuzzReport {
  readonly loaded: number
  /** Seed and error of everything that is no BundleError, one of a kind. */
  readonly failures: readonly string[]
}

/** Mutates with `count` seeds from `seed` on: the archive's own bytes, or its entries under digests that fit. */
export async function fuzz(kind: 'archive' | 'entries', seed: number, count: number): Promise<FuzzReport> {
  const failures = new Map<string, string>()
  let loaded = 0
  for (let i = seed; i < seed + count; i++) {
    const random = generator(i)
    const { bytes, independent } =
      kind === 'archive' ? { bytes: mutateBytes(base, random), independent: true } : mutateBundle(random)
    try {
      const model = await exercise(bytes, independent)
      if (model === null) continue
      loaded++
      if (kind === 'archive') checkSame(model)
      model.dispose()
    } catch (error) {
      const [message, place] = (error instanceof Error ? (error.stack ?? '') : String(error)).split('\n')
      const text = `${message} ${(place ?? '').trim()}`
      if (!failures.has(text)) failures.set(text, `${kind} seed ${i}: ${text}`)
    }
  }
  return { loaded, failures: [...failures.values()] }
}
