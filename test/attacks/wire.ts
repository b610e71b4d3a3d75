import { putBytes, putInteger, putMessage, putText, sink, type Sink } from '../../src/onnx/sink.js'
import type { Tensor } from '../../src/onnx/types.js'
import { writeModel, type NodeDefinition } from '../../src/onnx/write.js'
import { repack, withGraph } from './base.js'

const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const

/** A model of these nodes from X to Y, both one float64 a row. */
export function modelOf(
  nodes: readonly NodeDefinition[],
  initializers: readonly (Tensor & { readonly name: string })[] = [],
  opsets: readonly { domain: string; version: number }[] = [
    { domain: '', version: 21 },
    { domain: 'ai.onnx.ml', version: 5 },
  ],
): Uint8Array {
  const graph = { name: 'g', inputs: [port], outputs: [{ ...port, name: 'Y' }], initializers, nodes }
  return writeModel({ irVersion: 10, opsets, graph })
}

/** The base bundle with this model. */
export function withModel(bytes: Uint8Array): Uint8Array {
  return repack({ 'models/main.onnx': bytes })
}

/** The base bundle with a model of these nodes. */
export function withModelNodes(...nodes: readonly NodeDefinition[]): Uint8Array {
  return withModel(modelOf(nodes))
}

function putPort(to: Sink, field: number, name: string): void {
  putMessage(to, field, (value) => {
    putText(value, 1, name)
    putMessage(value, 2, (type) => {
      putMessage(type, 1, (tensor) => {
        putInteger(tensor, 1, 11)
      })
    })
  })
}

export function putNode(to: Sink, opType: string, inputs: readonly string[], outputs: readonly string[]): void {
  putMessage(to, 1, (node) => {
    for (const input of inputs) putText(node, 1, input)
    for (const output of outputs) putText(node, 2, output)
    putText(node, 4, opType)
  })
}

/** A model field by field: `change` adds to the graph that doubles X, `more` to the model. */
export function rawModel(change: (graph: Sink) => void, more: (model: Sink) => void = () => undefined): Uint8Array {
  const model = sink()
  putInteger(model, 1, 10)
  putMessage(model, 7, (graph) => {
    putNode(graph, 'Add', ['X', 'X'], ['Y'])
    change(graph)
    putPort(graph, 11, 'X')
    putPort(graph, 12, 'Y')
  })
  putMessage(model, 8, (opset) => {
    putInteger(opset, 2, 21)
  })
  more(model)
  return model.bytes.slice(0, model.length)
}

/** The same with one initializer, written by `write`, before anything else of it is known. */
export function withInitializer(write: (tensor: Sink) => void): Uint8Array {
  return withModel(
    rawModel((graph) => {
      putMessage(graph, 5, write)
    }),
  )
}

/** Raw bytes of a field: a tag and whatever follows. */
export function append(to: Sink, ...bytes: readonly number[]): void {
  putBytes(to, 1, new Uint8Array(bytes.length))
  // The bytes in place of the field that made room for them.
  to.length -= bytes.length + 2
  to.bytes.set(bytes, to.length)
  to.length += bytes.length
}

/** The base bundle whose graph says another width of the model's output, and picks its first cell. */
export function withOutputWidth(width: number): Uint8Array {
  return withGraph((nodes, graph) => {
    nodes.at(-1)!.outputs = { y: { name: 'Y', type: 'float64', width } }
    nodes.push({ id: 'first', op: 'select', version: 1, inputs: ['m.y'], attrs: { columns: [0] } })
    ;(graph.outputs as Record<string, string>).doubled = 'first'
  })
}
