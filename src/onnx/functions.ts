import { pointer, quote } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'
import { scanAttribute, type Attribute } from './attribute.js'
import { checkCount, readNode } from './graph.js'
import type { Graph, Node, Opset } from './model.js'
import { withGraphs } from './names.js'
import { mainDomain, MAX_OPSETS, readOpset } from './opset.js'
import { invalid, nextField, once, openCursor, spanOf, textOf, unsupported, type Span } from './wire.js'

/** Functions that call functions. */
const MAX_CALLS = 32

/** A FunctionProto: nodes that stand for one. */
interface FunctionBody {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Its attributes; null for one without a default. */
  readonly attributes: ReadonlyMap<string, Attribute | null>
  readonly nodes: readonly Node[]
}

const keyOf = (domain: string, name: string): string => `${domain}.${name}`

/** Reads a FunctionProto: the key that its calls have too, and its body. */
function readFunction(span: Span, at: string, limits: Limits): readonly [key: string, body: FunctionBody] {
  let name = ''
  let domain = ''
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes = new Map<string, Attribute | null>()
  const opsets: Opset[] = []
  const bodies: Span[] = []
  const addAttribute = (key: string, attribute: Attribute | null): void => {
    if (attributes.has(key)) invalid(`expected attribute ${quote(key)} once`, at)
    checkCount(attributes.size, limits.nodes, at)
    attributes.set(key, attribute)
  }
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 10 || field === 13) {
      once(cursor)
      const text = textOf(cursor)
      if (field === 1) name = text
      else if (field === 10) domain = mainDomain(text)
      else if (text !== '') unsupported('no overloads', at)
    } else if (field === 4 || field === 5) {
      const list = field === 4 ? inputs : outputs
      checkCount(list.length, limits.nodes, at)
      list.push(textOf(cursor))
    } else if (field === 6) addAttribute(textOf(cursor), null)
    else if (field === 7) {
      checkCount(bodies.length, limits.nodes, at)
      bodies.push(spanOf(cursor))
    } else if (field === 9) {
      checkCount(opsets.length, MAX_OPSETS, at)
      opsets.push(readOpset(spanOf(cursor), at))
    } else if (field === 11) {
      const attribute = scanAttribute(spanOf(cursor), at)
      addAttribute(attribute.name, attribute)
    }
  }
  if (name === '') invalid('expected a function with a name', at)
  if (domain === '' || domain === 'ai.onnx.ml') invalid('expected a function of a domain of its own', at)
  if (new Set(inputs).size !== inputs.length || inputs.includes(''))
    invalid('expected inputs with names of their own', at)
  const scope = { limits, opsets, depth: 1 }
  const nodes = bodies.map((body, i) => readNode(body, pointer(at, 'node', i), scope))
  return [keyOf(domain, name), { inputs, outputs, attributes, nodes }]
}

interface Inlining {
  readonly bodies: ReadonlyMap<string, FunctionBody>
  readonly limits: Limits
  /** Calls and nodes made so far. */
  count: number
}

/** Makes of a graph and FunctionProtos the graph with their nodes in the places of their calls. */
export type InlineFunctions = typeof inlineFunctions

/** Under names that no other value has. `at` is the model's place. */
export function inlineFunctions(graph: Graph, functions: readonly Span[], at: string, limits: Limits): Graph {
  if (functions.length === 0) return graph
  const bodies = new Map<string, FunctionBody>()
  functions.forEach((span, i) => {
    const place = pointer(at, 'functions', i)
    const [key, body] = readFunction(span, place, limits)
    if (bodies.has(key)) invalid(`expected function ${quote(key)} once`, place)
    bodies.set(key, body)
  })
  return inlineGraph(graph, { bodies, limits, count: 0 }, 0)
}

function inlineGraph(graph: Graph, inlining: Inlining, depth: number): Graph {
  return { ...graph, nodes: graph.nodes.flatMap((node) => inlineNode(node, inlining, depth)) }
}

function inlineNode(node: Node, inlining: Inlining, depth: number): readonly Node[] {
  const body = inlining.bodies.get(keyOf(node.domain, node.opType))
  countOne(inlining, node.at)
  if (body === undefined) return [withGraphs(node, (graph) => inlineGraph(graph, inlining, depth))]
  if (depth === MAX_CALLS) invalid(`expected at most ${MAX_CALLS} functions inside one another`, node.at)
  return instantiate(node, body, inlining).flatMap((inner) => inlineNode(inner, inlining, depth + 1))
}

function countOne(inlining: Inlining, at: string): void {
  checkLimit(++inlining.count, inlining.limits.nodes, 'nodes of functions', at)
}

/** The nodes of a function for one call of it. */
function instantiate(call: Node, body: FunctionBody, inlining: Inlining): Node[] {
  const { at } = call
  for (const name of call.attributes.keys()) if (!body.attributes.has(name)) invalid(`no attribute ${quote(name)}`, at)
  if (call.inputs.length > body.inputs.length) invalid(`expected at most ${body.inputs.length} inputs`, at)
  if (call.outputs.length > body.outputs.length) invalid(`expected at most ${body.outputs.length} outputs`, at)
  const prefix = `\0${inlining.count}\0`
  const names = new Map<string, string>()
  body.inputs.forEach((name, i) => names.set(name, call.inputs[i] ?? ''))
  const passed = body.outputs.map((name, i) => [name, call.outputs[i] ?? ''] as const)
  const copies: Node[] = []
  for (const [name, to] of passed) {
    if (to === '') continue
    // An output that is an input too, or an output twice, needs a node to make it.
    if (!names.has(name)) names.set(name, to)
    else copies.push(identity(names.get(name)!, to, at))
  }
  const rename = (name: string): string => (name === '' ? '' : (names.get(name) ?? prefix + name))
  const attributesOf = (node: Node): Node['attributes'] => {
    const attributes = new Map<string, Attribute>()
    for (const [name, attribute] of node.attributes) {
      const { reference } = attribute
      const value = reference === '' ? attribute : (call.attributes.get(reference) ?? body.attributes.get(reference))
      if (value === undefined) invalid(`the function has no attribute ${quote(reference)}`, node.at)
      if (value !== null) attributes.set(name, value!)
    }
    return attributes
  }
  const nodes = body.nodes.map((node) => renameNode(node, rename, prefix, attributesOf, inlining))
  return [...nodes, ...copies]
}

function identity(from: string, to: string, at: string): Node {
  const none = new Map()
  return {
    name: '',
    domain: '',
    opType: 'Identity',
    version: 1,
    inputs: [from],
    outputs: [to],
    attributes: none,
    graphs: none,
    at,
  }
}

function renameNode(
  node: Node,
  rename: (name: string) => string,
  prefix: string,
  attributesOf: (node: Node) => Node['attributes'],
  inlining: Inlining,
): Node {
  const inner = (graph: Graph): Graph => {
    const own = new Set<string>(graph.initializers.keys())
    for (const { name } of graph.inputs) own.add(name)
    for (const { outputs } of graph.nodes) for (const name of outputs) own.add(name)
    const within = (name: string): string => (name !== '' && own.has(name) ? prefix + name : rename(name))
    return {
      ...graph,
      initializers: new Map([...graph.initializers].map(([name, tensor]) => [within(name), tensor])),
      inputs: graph.inputs.map((port) => ({ ...port, name: within(port.name) })),
      outputs: graph.outputs.map((port) => ({ ...port, name: within(port.name) })),
      nodes: graph.nodes.map((one) => {
        countOne(inlining, one.at)
        return renameNode(one, within, prefix, attributesOf, inlining)
      }),
    }
  }
  return {
    ...withGraphs(node, inner),
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: attributesOf(node),
  }
}
