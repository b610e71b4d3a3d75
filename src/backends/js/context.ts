import { BundleError, quote } from '../../errors.js'
import { checkLimit } from '../../limits.js'
import {
  readFloats,
  readIndices,
  readInts,
  readLongs,
  readSingle,
  readStrings,
  readTensorAttribute,
  type Attribute,
  type AttributeKind,
} from '../../onnx/attribute.js'
import type { Node } from '../../onnx/model.js'
import { allocate } from '../../onnx/types.js'
import type { Tensor } from '../backend.js'
import { charge, chargeNodes, countElements, type Budget } from './budget.js'
import type { Bound, Kernel, Known, NodeContext, Subgraph, ValueType } from './kernel.js'

const refuseWith =
  (code: 'ERR_ONNX_INVALID' | 'ERR_ONNX_UNSUPPORTED' | 'ERR_TENSOR', label: string, at: string) =>
  (message: string): never => {
    throw new BundleError(code, `${label}: ${message}`, at)
  }

/** Binds one node: checks its inputs' number and attributes, and has the kernel check the rest. */
export function bindNode(
  kernel: Kernel,
  node: Node,
  inputs: readonly (Known | null)[],
  budget: Budget,
  subgraph: (name: string, inputs: readonly ValueType[]) => Subgraph | null,
): Bound {
  const { at, version } = node
  const label = `${node.domain === '' ? 'ai.onnx' : node.domain}.${node.opType} ${version}`
  const invalid = refuseWith('ERR_ONNX_INVALID', label, at)
  const refuse = refuseWith('ERR_TENSOR', label, at)
  const [min, max] = kernel.inputs
  const given = inputs.findLastIndex((input) => input !== null) + 1
  if (given > max) invalid(`expected at most ${max} inputs, got ${given}`)
  for (let i = 0; i < min; i++) if ((inputs[i] ?? null) === null) invalid(`expected input ${i}`)
  const asked = new Set<string>()
  const find = (name: string, kind: AttributeKind): Attribute | null => {
    asked.add(name)
    const attribute = node.attributes.get(name) ?? null
    if (attribute !== null && attribute.reference !== '') invalid(`attribute ${name} refers to one of no function`)
    if (attribute !== null && attribute.kind !== kind) {
      invalid(`expected attribute ${name} of kind ${kind}, got ${attribute.kind}`)
    }
    if (kind === 'strings') checkLimit(attribute?.count ?? 0, budget.limits.modelNodes, `values in ${name}`, at)
    return attribute
  }
  const single = <T extends number | string>(name: string, kind: AttributeKind, fallback: T | undefined): T => {
    const attribute = find(name, kind)
    if (attribute !== null) return readSingle(attribute) as T
    return fallback ?? invalid(`expected attribute ${name}`)
  }
  const list =
    <T>(kind: AttributeKind, read: (attribute: Attribute) => T) =>
    (name: string): T | null => {
      const attribute = find(name, kind)
      return attribute === null ? null : read(attribute)
    }
  const context: NodeContext = {
    version,
    inputs,
    outputs: node.outputs.length,
    limits: budget.limits,
    at,
    has(name) {
      asked.add(name)
      return node.attributes.has(name)
    },
    int: (name, fallback) => single<number>(name, 'int', fallback),
    float: (name, fallback) => single<number>(name, 'float', fallback),
    text: (name, fallback) => single<string>(name, 'string', fallback),
    ints: list('ints', readInts),
    longs: (name, kind = 'ints') => list(kind, readLongs)(name),
    indices: list('ints', readIndices),
    floats: list('floats', readFloats),
    strings: list('strings', readStrings),
    subgraph(name, types) {
      asked.add(name)
      return subgraph(name, types) ?? invalid(`expected a graph in attribute ${name}`)
    },
    tensor: list('tensor', (attribute): Tensor => readTensorAttribute(attribute, budget.limits)),
    invalid,
    unsupported: refuseWith('ERR_ONNX_UNSUPPORTED', label, at),
    refuse: (message) => (budget.opening ? invalid : refuse)(message),
    charge: (steps) => {
      charge(budget, steps, at)
    },
    count: (dims) => countElements(budget, dims, at),
    take: (type, count) => budget.recycler?.take(type, count) ?? allocate(type, count),
    chargeNodes: (count) => {
      chargeNodes(budget, count, at)
    },
  }
  const bound = kernel.bind(context)
  for (const name of node.attributes.keys()) if (!asked.has(name)) invalid(`no attribute ${quote(name)}`)
  if (bound.types.length < node.outputs.length) {
    invalid(`expected at most ${bound.types.length} outputs, got ${node.outputs.length}`)
  }
  return bound
}
