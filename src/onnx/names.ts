import { pointer, quote } from '../errors.js'
import type { Graph, Node } from './model.js'
import { invalid } from './wire.js'

/** How often the nodes that have to wait for others are gone through. */
const PASSES = 16

/** What a node uses: its inputs, and what its graphs capture. */
export function usesOf(node: Node): readonly string[] {
  return [...node.inputs, ...capturesOf(node)]
}

/** The values that the graphs of a node take from around it, each once. */
export function capturesOf({ graphs }: Node): readonly string[] {
  return [...new Set([...graphs.values()].flatMap(({ captures }) => captures))]
}

/** The node with its graphs changed. */
export function withGraphs(node: Node, change: (graph: Graph) => Graph): Node {
  return { ...node, graphs: new Map([...node.graphs].map(([name, graph]) => [name, change(graph)])) }
}

/**
 * The graph, without the inputs that an initializer stands for, and with the graphs in its nodes checked likewise. Nodes that stand
 * before what they use, which some tools write, come after it. Throws ERR_ONNX_INVALID for a value that two things make, and for one
 * that is used before it is made or never made: so nodes are in an order in which they can run, and there are no cycles. A graph that is
 * `inner` has that order already; what it does not make, it captures.
 */
export function checkNames(graph: Graph, inner: boolean): Graph {
  const { at, initializers, outputs } = graph
  const made = new Set([''])
  const captures = new Set<string>()
  const make = (name: string, where: string): void => {
    if (made.has(name) || captures.has(name)) invalid(`expected value ${quote(name)} to be made once`, where)
    made.add(name)
  }
  const use = (name: string, where: string): void => {
    if (made.has(name)) return
    if (!inner) invalid(`nothing makes ${quote(name)} before it is used`, where)
    captures.add(name)
  }
  graph.inputs.forEach(({ name }, i) => {
    make(name, pointer(at, 'input', i))
  })
  const inputs = graph.inputs.filter(({ name }) => !initializers.has(name))
  for (const name of initializers.keys()) made.add(name)
  const nodes: Node[] = []
  let rest = graph.nodes.map((node) => withGraphs(node, (inside) => checkNames(inside, true)))
  for (let passes = inner ? 1 : PASSES; passes > 0; passes--) {
    rest = rest.filter((node) => {
      for (const name of usesOf(node)) {
        if (passes > 1 && !made.has(name)) return true
        use(name, node.at)
      }
      for (const name of node.outputs) if (name !== '') make(name, node.at)
      nodes.push(node)
      return false
    })
  }
  const seen = new Set<string>()
  outputs.forEach(({ name }, i) => {
    const where = pointer(at, 'output', i)
    use(name, where)
    if (seen.size === seen.add(name).size) invalid(`expected output ${quote(name)} once`, where)
  })
  if (outputs.length === 0) invalid('expected at least one output', at)
  return { ...graph, nodes, inputs, captures: [...captures] }
}
