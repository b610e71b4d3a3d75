import { pointer, quote } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'
import { graphSpan, scanAttribute, type Attribute } from './attribute.js'
import type { Graph, Node, Opset, ValueInfo } from './model.js'
import { mainDomain } from './opset.js'
import { scanTensor, type TensorBytes } from './tensor.js'
import { readValueInfo } from './value-info.js'
import { invalid, nextField, once, openCursor, spanOf, textOf, unsupported, type Span } from './wire.js'

const MAX_ATTRIBUTES = 64
/** Graphs in nodes of graphs. */
const MAX_DEPTH = 8

/** What holds in a graph or a function. */
export interface Scope {
  readonly limits: Limits
  readonly opsets: readonly Opset[]
  readonly depth: number
}

/** Refuses one more where there are `count`. */
export function checkCount(count: number, limit: number, at: string): void {
  checkLimit(count + 1, limit, 'items', at)
}

/** A GraphProto. Names are not checked. */
export function readGraph(span: Span, at: string, scope: Scope): Graph {
  const { limits } = scope

  const nodes: Node[] = []
  const initializers = new Map<string, TensorBytes>()
  const inputs: ValueInfo[] = []
  const outputs: ValueInfo[] = []
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    switch (cursor.field) {
      case 1:
        checkCount(nodes.length, limits.nodes, pointer(at, 'node'))
        nodes.push(readNode(spanOf(cursor), pointer(at, 'node', nodes.length), scope))
        break
      case 5: {
        const place = pointer(at, 'initializer', initializers.size)
        checkCount(initializers.size, limits.nodes, pointer(at, 'initializer'))
        const tensor = scanTensor(spanOf(cursor), place, limits)
        if (tensor.name === '' || initializers.has(tensor.name)) {
          invalid(`expected an initializer with a name of its own, got ${quote(tensor.name)}`, place)
        }
        initializers.set(tensor.name, tensor)
        break
      }
      case 11:
        checkCount(inputs.length, limits.nodes, pointer(at, 'input'))
        inputs.push(readValueInfo(spanOf(cursor), pointer(at, 'input', inputs.length)))
        break
      case 12:
        checkCount(outputs.length, limits.nodes, pointer(at, 'output'))
        outputs.push(readValueInfo(spanOf(cursor), pointer(at, 'output', outputs.length)))
        break
      case 15:
        unsupported('no sparse initializers', at)
    }
  }
  return { at, captures: [], nodes, initializers, inputs, outputs }
}

/** A NodeProto. */
export function readNode(span: Span, at: string, scope: Scope): Node {
  const { limits, opsets } = scope
  let name = ''
  let domain = ''
  let opType = ''
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes = new Map<string, Attribute>()
  const graphs = new Map<string, Graph>()
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 2) {
      const list = field === 1 ? inputs : outputs
      checkCount(list.length, limits.nodes, at)
      list.push(textOf(cursor))
    } else if (field === 5) {
      const attribute = scanAttribute(spanOf(cursor), at)
      if (attributes.has(attribute.name)) invalid(`expected attribute ${quote(attribute.name)} once`, at)
      checkCount(attributes.size, MAX_ATTRIBUTES, at)
      attributes.set(attribute.name, attribute)
      if (attribute.kind === 'graph') graphs.set(attribute.name, readInner(attribute, at, scope))
    } else if (field === 3 || field === 4 || field === 7 || field === 8) {
      once(cursor)
      const text = textOf(cursor)
      if (field === 3) name = text
      else if (field === 4) opType = text
      else if (field === 7) domain = mainDomain(text)
      else if (text !== '') unsupported('no overloads', at)
    }
  }
  if (opType === '') invalid('expected an operator', at)
  // Of onnxruntime's own operators there is one version, which some tools leave out.
  const version = opsets.find((opset) => opset.domain === domain)?.version ?? (domain === 'com.microsoft' ? 1 : 0)
  return { name, domain, opType, version, inputs, outputs, attributes, graphs, at }
}

function readInner(attribute: Attribute, node: string, scope: Scope): Graph {
  if (attribute.reference !== '') return unsupported('no graphs as attributes of functions', node)
  const at = pointer(node, 'attribute', attribute.name)
  checkLimit(scope.depth + 1, MAX_DEPTH, 'nested graphs', at)
  return readGraph(graphSpan(attribute), at, { ...scope, depth: scope.depth + 1 })
}
