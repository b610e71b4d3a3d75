import { pointer, quote } from '../errors.js'
import type { Graph } from './model.js'
import { invalid } from './wire.js'

/**
 * The graph, without the inputs that an initializer stands for. Throws ERR_ONNX_INVALID for a value that two things make, and for
 * one that is used before it is made or never made: so nodes are in an order in which they can run, and there are no cycles.
 */
export function checkNames(graph: Graph, at: string): Graph {
  const { nodes, initializers, outputs } = graph
  const made = new Set<string>()
  const make = (name: string, where: string): void => {
    if (made.has(name)) invalid(`expected value ${quote(name)} to be made once`, where)
    made.add(name)
  }
  graph.inputs.forEach(({ name }, i) => {
    make(name, pointer(at, 'input', i))
  })
  const inputs = graph.inputs.filter(({ name }) => !initializers.has(name))
  for (const name of initializers.keys()) made.add(name)
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (name !== '' && !made.has(name)) invalid(`nothing before this node makes ${quote(name)}`, node.at)
    }
    for (const name of node.outputs) if (name !== '') make(name, node.at)
  }
  const seen = new Set<string>()
  outputs.forEach(({ name }, i) => {
    const where = pointer(at, 'output', i)
    if (!made.has(name)) invalid(`no node makes ${quote(name)}`, where)
    if (seen.size === seen.add(name).size) invalid(`expected output ${quote(name)} once`, where)
  })
  if (outputs.length === 0) invalid('expected at least one output', at)
  return { ...graph, inputs }
}
