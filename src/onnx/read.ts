import { BundleError, pointer, quote } from '../errors.js'
import type { Limits } from '../limits.js'
import { scanAttribute, type Attribute } from './attribute.js'
import { checkNames } from './names.js'
import type { Graph, Node, OnnxModel, Opset, ValueInfo } from './model.js'
import { scanTensor, type TensorBytes } from './tensor.js'
import { readValueInfo } from './value-info.js'
import { integerOf, invalid, nextField, once, openCursor, spanOf, textOf, unsupported, type Span } from './wire.js'

/** IR versions whose models say what this reader takes them to say. */
const OLDEST_IR = 3
const NEWEST_IR = 14
const MAX_ATTRIBUTES = 64
const MAX_OPSETS = 64

/**
 * Reads a ModelProto (https://onnx.ai/onnx/repo-docs/IR.html) and checks its form and its names; tensors and attributes stay
 * bytes until they are asked for, so the bytes must not change before. `at` is the entry's name. Throws ERR_ONNX_INVALID,
 * ERR_ONNX_UNSUPPORTED or ERR_LIMIT.
 */
export function readModel(bytes: Uint8Array, at: string, limits: Limits): OnnxModel {
  let irVersion = 0
  let graph: Span | null = null
  const opsets: Opset[] = []
  const cursor = openCursor({ bytes, start: 0, end: bytes.length }, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 7) {
      once(cursor)
      if (field === 1) irVersion = integerOf(cursor)
      else graph = spanOf(cursor)
    } else if (field === 8) {
      const opset = readOpset(spanOf(cursor), pointer(`${at}#`, 'opset_import', opsets.length))
      if (opsets.some(({ domain }) => domain === opset.domain)) {
        invalid(`expected one version of ${quote(opset.domain)}`, at)
      }
      checkCount(opsets, MAX_OPSETS, at)
      opsets.push(opset)
    } else if (field === 20) unsupported('no training info', at)
    else if (field === 25) unsupported('no functions', at)
  }
  if (irVersion < 1) invalid(`expected an IR version, got ${irVersion}`, at)
  if (irVersion < OLDEST_IR || irVersion > NEWEST_IR) {
    unsupported(`expected IR version ${OLDEST_IR} to ${NEWEST_IR}, got ${irVersion}`, at)
  }
  if (opsets.length === 0) invalid('expected opset imports', at)
  if (graph === null) return invalid('expected a graph', at)
  return { irVersion, opsets, graph: readGraph(graph, `${at}#`, limits) }
}

function checkCount(list: { readonly length: number }, limit: number, at: string): void {
  if (list.length >= limit) throw new BundleError('ERR_LIMIT', `expected at most ${limit} items`, at)
}

function mainDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain
}

function readOpset(span: Span, at: string): Opset {
  let domain = ''
  let version = 0
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    if (cursor.field !== 1 && cursor.field !== 2) continue
    once(cursor)
    if (cursor.field === 1) domain = mainDomain(textOf(cursor))
    else version = integerOf(cursor)
  }
  if (version < 1) invalid(`expected a version of at least 1, got ${version}`, at)
  return { domain, version }
}

function readGraph(span: Span, at: string, limits: Limits): Graph {
  const nodes: Node[] = []
  const initializers = new Map<string, TensorBytes>()
  const inputs: ValueInfo[] = []
  const outputs: ValueInfo[] = []
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    switch (cursor.field) {
      case 1:
        checkCount(nodes, limits.nodes, pointer(at, 'node'))
        nodes.push(readNode(spanOf(cursor), pointer(at, 'node', nodes.length), limits))
        break
      case 5: {
        const place = pointer(at, 'initializer', initializers.size)
        checkCount({ length: initializers.size }, limits.nodes, pointer(at, 'initializer'))
        const tensor = scanTensor(spanOf(cursor), place, limits)
        if (tensor.name === '' || initializers.has(tensor.name)) {
          invalid(`expected an initializer with a name of its own, got ${quote(tensor.name)}`, place)
        }
        initializers.set(tensor.name, tensor)
        break
      }
      case 11:
        checkCount(inputs, limits.nodes, pointer(at, 'input'))
        inputs.push(readValueInfo(spanOf(cursor), pointer(at, 'input', inputs.length)))
        break
      case 12:
        checkCount(outputs, limits.nodes, pointer(at, 'output'))
        outputs.push(readValueInfo(spanOf(cursor), pointer(at, 'output', outputs.length)))
        break
      case 15:
        unsupported('no sparse initializers', at)
    }
  }
  return checkNames({ nodes, initializers, inputs, outputs }, at)
}

function readNode(span: Span, at: string, limits: Limits): Node {
  let name = ''
  let domain = ''
  let opType = ''
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes = new Map<string, Attribute>()
  const cursor = openCursor(span, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 2) {
      const list = field === 1 ? inputs : outputs
      checkCount(list, limits.nodes, at)
      list.push(textOf(cursor))
    } else if (field === 5) {
      const attribute = scanAttribute(spanOf(cursor), at)
      if (attributes.has(attribute.name)) invalid(`expected attribute ${quote(attribute.name)} once`, at)
      checkCount({ length: attributes.size }, MAX_ATTRIBUTES, at)
      attributes.set(attribute.name, attribute)
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
  return { name, domain, opType, inputs, outputs, attributes, at }
}
