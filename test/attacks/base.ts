import { createHash } from 'node:crypto'
import { writeArchive } from '../../src/bundle/write.js'
import { BundleError } from '../../src/errors.js'
import { decodeGraph, type Graph } from '../../src/graph/document.js'
import { requiredOps } from '../../src/graph/required-ops.js'
import { writeJson, type JsonValue } from '../../src/json/canonical.js'
import { defaultLimits } from '../../src/limits.js'
import { allOps } from '../../src/ops/index.js'
import { inlineFunctions } from '../../src/onnx/functions.js'
import { readModel } from '../../src/onnx/read.js'
import { requiredOpsets } from '../../src/onnx/required-opsets.js'
import { writeModel } from '../../src/onnx/write.js'
import { pack, type BundleDefinition } from '../../src/pack.js'
import type { Output } from '../../src/schema/output.js'
import { readZip } from '../../src/zip/read.js'
import { churn } from '../fixtures/churn.js'
import { utf8 } from './attack.js'

const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const

/** Y = X + X. */
export const double: Uint8Array = writeModel({
  irVersion: 10,
  opsets: [{ domain: '', version: 21 }],
  graph: {
    name: 'double',
    inputs: [port],
    outputs: [{ ...port, name: 'Y' }],
    nodes: [{ opType: 'Add', inputs: ['X', 'X'], outputs: ['Y'] }],
  },
})

export const valueOutput: Output = {
  name: 'doubled',
  type: 'float64',
  meaning: 'value',
  form: 'value',
  keys: null,
  description: null,
  unit: null,
}

/** Where the nodes of the base bundle are. */
export const node = { known: 0, scaled: 1, plans: 2, x: 3, score: 4, p: 5, decide: 6, root: 7, m: 8 } as const

const exact = { absolute: 0, relative: 0, terms: 0 }

/** The churn bundle with every kind of entry: tensors, strings, a model, golden cases, the owner's files. */
const definition: BundleDefinition = {
  ...churn,
  schema: { ...churn.schema, outputs: [...churn.schema.outputs, valueOutput] },
  graph: {
    ...churn.graph,
    nodes: [
      churn.graph.nodes[0]!,
      {
        id: 'scaled',
        op: 'standard_scale',
        version: 1,
        inputs: ['known'],
        attrs: { mean: { $tensor: 'age.mean' }, scale: { $tensor: 'age.scale' }, dtype: 'float64' },
      },
      {
        id: 'plans',
        op: 'one_hot',
        version: 1,
        inputs: ['input:plan'],
        attrs: { categories: { $strings: 'plans' }, columns: [0, 1], width: 2, unknown: 'error', infrequent: null },
      },
      ...churn.graph.nodes.slice(3),
      {
        id: 'root',
        op: 'expression',
        version: 1,
        inputs: ['score'],
        attrs: { variables: ['s'], expression: 'if(s > 0, sqrt(s), -s)', dtype: 'float64' },
      },
      {
        id: 'm',
        model: 'models/main.onnx',
        inputs: { X: 'root' },
        outputs: { y: { name: 'Y', type: 'float64', width: 1 } },
      },
    ],
    outputs: { ...churn.graph.outputs, doubled: 'm.y' },
  },
  models: { 'models/main.onnx': double },
  tensors: {
    'age.mean': { dtype: 'F64', shape: [1], data: Float64Array.of(30) },
    'age.scale': { dtype: 'F64', shape: [1], data: Float64Array.of(10) },
  },
  strings: { plans: ['basic', 'pro'] },
  golden: {
    cases: [
      {
        name: 'unseen',
        source: 'synthetic',
        record: { age: 40, plan: 'gold' },
        outputs: null,
        features: null,
        terms: null,
      },
    ],
    tolerance: { outputs: {}, features: exact },
    backends: [],
  },
  readme: '# Churn\n',
  extra: { 'extra/notes.txt': utf8('notes') },
}

/** A record that the base bundle scores. */
export const record: Readonly<Record<string, unknown>> = { age: 40, plan: 'pro' }

/** The base bundle's bytes. */
export const base: Uint8Array = await pack(definition)

/** The base bundle's entries. */
export const entries: ReadonlyMap<string, Uint8Array> = readEntries(base)

export function readEntries(bytes: Uint8Array): Map<string, Uint8Array> {
  const zip = readZip(bytes, defaultLimits)
  return new Map([...zip.entries.keys()].map((name) => [name, zip.read(name)]))
}

export type Json = Record<string, unknown>

export function parse(bytes: Uint8Array): Json {
  return JSON.parse(new TextDecoder().decode(bytes)) as Json
}

/** What the call gives, or the other value where it refuses bytes that are no document. */
function unless<T>(call: () => T, other: T): T {
  try {
    return call()
  } catch (error) {
    if (error instanceof BundleError || error instanceof SyntaxError || error instanceof TypeError) return other
    throw error
  }
}

/** The known ops of the graph, and the opsets of the models that it calls; none of what can't be read. */
function summaryOf(all: ReadonlyMap<string, Uint8Array>): Json {
  const graph = unless<Graph | null>(() => decodeGraph(parse(all.get('graph.json')!) as JsonValue, ''), null)
  if (graph === null) return { ops: [], opsets: [] }
  const ops = requiredOps(graph)
  const called = graph.nodes.flatMap((node) => ('model' in node ? [node.model] : []))
  return {
    ops: ops.filter(({ op, version }) => allOps.some((known) => known.name === op && known.version === version)),
    opsets: requiredOpsets(
      called.map((name) => unless(() => readModel(all.get(name)!, name, defaultLimits, inlineFunctions).opsets, [])),
    ),
  }
}

/** The manifest with the ops, opsets, sizes and digests of these entries, then changed. */
export function manifestOf(all: ReadonlyMap<string, Uint8Array>, change?: (manifest: Json) => void): Uint8Array {
  const manifest = parse(entries.get('bundle.json')!)
  const detachable = (name: string): boolean =>
    ['golden.json', 'profile.json', 'README.md', 'LICENSE'].includes(name) || name.startsWith('extra/')
  manifest.entries = [...all]
    .filter(([name]) => name !== 'bundle.json')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, data]) => ({
      name,
      size: data.length,
      sha256: createHash('sha256').update(data).digest('hex'),
      detachable: detachable(name),
    }))
  manifest.requires = summaryOf(all)
  change?.(manifest)
  return writeJson(manifest as JsonValue)
}

/** The base bundle with other entries in place or beside its own, and a manifest that fits them. */
export function repack(
  other: Readonly<Record<string, Uint8Array>>,
  change?: (manifest: Json) => void,
  without: readonly string[] = [],
): Uint8Array {
  const all = new Map([...entries, ...Object.entries(other)])
  for (const name of without) all.delete(name)
  return writeArchive(new Map([...all, ['bundle.json', manifestOf(all, change)]]))
}

/** The base bundle with one JSON entry changed; canonical, listed and digested as it should be. */
export function changed(name: string, change: (document: Json) => void): Uint8Array {
  const document = parse(entries.get(name)!)
  change(document)
  return repack({ [name]: writeJson(document as JsonValue) })
}

/** The base bundle with another text as one of its entries. */
export function withText(name: string, text: string): Uint8Array {
  return repack({ [name]: utf8(text) })
}

export interface NodeJson {
  id: string
  op?: string
  version?: number
  inputs: unknown
  attrs?: Json
  [key: string]: unknown
}

/** The base bundle with another graph. */
export function withGraph(change: (nodes: NodeJson[], graph: Json) => void): Uint8Array {
  return changed('graph.json', (graph) => {
    change(graph.nodes as NodeJson[], graph)
  })
}

/** The base bundle with nodes before its own. */
export function withNodes(...nodes: readonly NodeJson[]): Uint8Array {
  return withGraph((own) => own.unshift(...nodes))
}

interface SchemaJson {
  inputs: Json[]
  outputs: Json[]
  unknown_keys: string
}

/** The base bundle with another schema. */
export function withSchema(change: (schema: SchemaJson) => void): Uint8Array {
  return changed('schema.json', (schema) => {
    change(schema as unknown as SchemaJson)
  })
}
