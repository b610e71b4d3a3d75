import { pointer, quote } from '../errors.js'
import type { Graph, Node } from './model.js'
import { invalid } from './wire.js'

/** What a node uses: its inputs, and what its graphs capture. */
export function usesOf(node: Node): readonly string[] {
  if (node.graphs.size === 0) return node.inputs
  return [...node.inputs, ...capturesOf(node)]
}

/** The values that the graphs of a node take from around it, each once. */
export function capturesOf({ graphs }: Node): readonly string[] {
  const captures = new Set<string>()
  for (const graph of graphs.values()) for (const name of graph.captures) captures.add(name)
  return [...captures]
}

/**
 * The graph, without the inputs that an initializer stands for, and with the graphs in its nodes checked likewise. Throws
 * ERR_ONNX_INVALID for a value that two things make, and for one that is used before it is made or never made: so nodes are in an
 * order in which they can run, and there are no cycles. What a graph that is `inner` does not make, it captures.
 */
export function checkNames(graph: Graph, inner: boolean): Graph {
  const { at, initializers, outputs } = graph
  const made = new Set<string>()
  const captures = new Set<string>()
  const make = (name: string, where: string): void => {
    if (made.has(name) || captures.has(name)) invalid(`expected value ${quote(name)} to be made once`, where)
    made.add(name)
  }
  const use = (name: string, where: string, message: string): void => {
    if (made.has(name)) return
    if (!inner) invalid(`${message} ${quote(name)}`, where)
    captures.add(name)
  }
  graph.inputs.forEach(({ name }, i) => {
    make(name, pointer(at, 'input', i))
  })
  const inputs = graph.inputs.filter(({ name }) => !initializers.has(name))
  for (const name of initializers.keys()) made.add(name)
  const nodes = graph.nodes.map((node) => {
    const checked = node.graphs.size === 0 ? node : withChecked(node)
    for (const name of usesOf(checked)) if (name !== '') use(name, node.at, 'nothing before this node makes')
    for (const name of node.outputs) if (name !== '') make(name, node.at)
    return checked
  })
  const seen = new Set<string>()
  outputs.forEach(({ name }, i) => {
    const where = pointer(at, 'output', i)
    use(name, where, 'no node makes')
    if (seen.size === seen.add(name).size) invalid(`expected output ${quote(name)} once`, where)
  })
  if (outputs.length === 0) invalid('expected at least one output', at)
  return { ...graph, nodes, inputs, captures: [...captures] }
}

function withChecked(node: Node): Node {
  const graphs = new Map<string, Graph>()
  for (const [name, graph] of node.graphs) graphs.set(name, checkNames(graph, true))
  return { ...node, graphs }
}
