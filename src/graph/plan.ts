import { elements, type ColumnType } from '../column.js'
import { BundleError, mismatch, pointer, quote, type ErrorCode } from '../errors.js'
import type { Context } from '../json/context.js'
import { decode } from '../json/decode.js'
import { nullable, strings } from '../json/shape.js'
import { checkLimit, type Limits } from '../limits.js'
import type { Bound, Op, Resources } from '../ops/op.js'
import type { Stage } from '../ops/shorten.js'
import type { Graph, ModelNode, OpNode } from './document.js'

/** A column of the workspace; with `into`, it is a slice of another slot's cells. */
export interface Slot {
  readonly type: ColumnType
  into?: { readonly slot: number; readonly cell: number }
}

/** A node of the graph, with the slots that it reads and writes. */
interface Laid extends Stage {
  readonly id: string
}

export interface Transform extends Laid {
  readonly bound: Bound
}

/** Where a model is called: its inputs are fed from `sources` and its outputs go to `targets`, in the node's order. */
export interface Call extends Laid {
  readonly bound: null
  readonly node: ModelNode
  readonly at: string
}

export type Step = Transform | Call

/** What the features list shows: cell i of `slot` is `names[i]`; or of a sparse column, under `name`, cell i by `keys[i]` or by i. */
export type FeatureColumn =
  | { readonly slot: number; readonly names: readonly string[] }
  | { readonly slot: number; readonly name: string; readonly keys: readonly string[] | null }

/** A checked graph, ready to run: slots 0 to `inputs - 1` are the inputs, and no step reads what a later one writes. */
export interface Plan {
  readonly inputs: number
  readonly slots: readonly Slot[]
  readonly steps: readonly Step[]
  /** Slots of the outputs, in the order that was asked for. */
  readonly outputs: readonly number[]
  readonly features: readonly FeatureColumn[]
  /** How many steps the features need. */
  readonly featureSteps: number
  /** Cells of one row over all slots; a sparse row is one. */
  readonly width: number
}

/** The columns so far, while a graph is laid out: by reference, and what adds one. */
export interface Columns {
  readonly slots: readonly Slot[]
  find(ref: string, at: string): number
  add(ref: string, type: ColumnType, at: string): number
}

/** What lays out a node that calls a model. */
export type PlanCall = (node: ModelNode, at: string, columns: Columns) => Call

interface Surroundings {
  readonly ops: readonly Op[]
  readonly planCall: PlanCall
  readonly resources: Resources
  readonly limits: Limits
  readonly at: string
}

/** An input of the schema, as a column. */
export interface InputColumn extends ColumnType {
  readonly name: string
}

/**
 * Checks references, kinds, widths and attributes, and lays out the columns. `outputs` are the names the schema wants.
 * Throws BundleError with `at` below `at`, before anything is allocated for rows.
 */
export function plan(
  graph: Graph,
  inputs: readonly InputColumn[],
  outputs: readonly string[],
  { ops, planCall, resources, limits, at }: Surroundings,
): Plan {
  const slots: Slot[] = []
  const refs = new Map<string, number>()
  let total = 0
  let work = 0
  const fail = (code: ErrorCode, message: string, where: string): never => {
    throw new BundleError(code, message, where)
  }
  const refuse = (expected: string, got: string | number, where: string): never =>
    mismatch('ERR_GRAPH_INVALID', expected, got, where)
  const find = (ref: string, where: string): number =>
    refs.get(ref) ?? mismatch('ERR_REF_UNKNOWN', 'an input or an earlier node', quote(ref), where)
  const add = (ref: string, type: ColumnType, where: string): number => {
    if (refs.has(ref)) refuse('distinct ids', `${quote(ref)} twice`, where)
    total += elements(type)
    checkLimit(Math.max(total, type.width), limits.width, 'cells in one row', where)
    refs.set(ref, slots.length)
    return slots.push({ type }) - 1
  }
  const transform = (node: OpNode, where: string): Transform => {
    const op =
      ops.find((candidate) => candidate.name === node.op && candidate.version === node.version) ??
      fail('ERR_OP_UNKNOWN', `no op ${quote(node.op)} of version ${node.version} here`, pointer(where, 'op'))
    const sources = node.inputs.map((ref, i) => find(ref, pointer(where, 'inputs', i)))
    const types = sources.map((slot) => slots[slot]!.type)
    const bound = op.bind(node.attrs, types, shared, where)
    const targets = bound.outputs.map((type) => add(node.id, type, pointer(where, 'id')))
    work += bound.steps ?? bound.outputs.reduce((sum, { width }) => sum + width, 0)
    checkLimit(work, limits.steps, 'operations for one row', where)
    bound.slices?.forEach((cell, i) => {
      slots[sources[i]!]!.into ??= { slot: targets[0]!, cell }
    })
    return { id: node.id, bound, sources, targets }
  }

  checkLimit(graph.nodes.length, limits.nodes, 'nodes', pointer(at, 'nodes'))
  const searching = new Set(ops.filter(({ searches }) => searches).map(({ name }) => name))
  const searches = graph.nodes.filter((node) => 'op' in node && searching.has(node.op)).length
  const shared = { ...resources, limits: { ...limits, steps: Math.floor(limits.steps / (searches || 1)) } }
  for (const { name, kind, width } of inputs) add(`input:${name}`, { kind, width }, pointer(at, 'inputs'))
  const ids = new Set<string>()
  const steps = graph.nodes.map((node, n) => {
    const where = pointer(at, 'nodes', n)
    if (ids.has(node.id)) refuse('distinct ids', `${quote(node.id)} twice`, pointer(where, 'id'))
    ids.add(node.id)
    return 'model' in node ? planCall(node, where, { slots, find, add }) : transform(node, where)
  })
  const features = graph.features.map((feature, i): FeatureColumn => {
    const where = pointer(at, 'features', i)
    const slot = find(feature.from, pointer(where, 'from'))
    const { kind, width } = slots[slot]!.type
    const kinds = 'names' in feature ? ['number', 'string'] : ['sparse']
    if (!kinds.includes(kind)) refuse(`a ${kinds.join(' or ')} column`, kind, pointer(where, 'from'))
    if ('names' in feature) {
      const { names } = feature
      if (names.length !== width) refuse(`${width} names`, names.length, pointer(where, 'names'))
      return { slot, names }
    }
    const context: Context = { code: 'ERR_GRAPH_INVALID', ...resources, widths: new Map() }
    const keys = decode(nullable(strings({ min: 0 })), feature.keys, pointer(where, 'keys'), context)
    if (keys !== null && keys.length !== width) refuse(`${width} keys`, keys.length, pointer(where, 'keys'))
    return { slot, name: feature.name, keys }
  })
  const wanted = outputs.map((name) => {
    const ref =
      graph.outputs.get(name) ??
      fail('ERR_GRAPH_INVALID', `expected the output ${quote(name)} of the schema`, pointer(at, 'outputs'))
    return find(ref, pointer(at, 'outputs', name))
  })
  const cells = wanted.reduce((sum, slot) => sum + slots[slot]!.type.width, 0)
  checkLimit(cells, limits.width, 'cells in one record', pointer(at, 'outputs'))
  const names = new Set(outputs)
  for (const name of graph.outputs.keys()) {
    if (!names.has(name))
      fail('ERR_GRAPH_INVALID', `the schema has no output ${quote(name)}`, pointer(at, 'outputs', name))
  }
  const shown = new Set(features.map(({ slot }) => slot))
  const readers = new Map<number, number>()
  for (const slot of [...shown, ...wanted, ...steps.flatMap(({ sources }) => sources)]) {
    readers.set(slot, (readers.get(slot) ?? 0) + 1)
  }
  steps.forEach(({ bound }, last) => bound?.shorten?.(steps, last, readers))
  return {
    inputs: inputs.length,
    slots,
    steps,
    outputs: wanted,
    features,
    featureSteps: steps.findLastIndex(({ targets }) => targets.some((slot) => shown.has(slot))) + 1,
    width: total,
  }
}
