import { bytesOf, copyLittleEndian } from '../bytes.js'
import type { Opset, ValueInfo } from './model.js'
import { attributeKinds } from './attribute.js'
import { bitsOfHalf } from './half.js'
import { elementTypes, type Tensor } from './types.js'
import { putBytes, putFloat, putInteger, putMessage, putText, sink, type Sink } from './sink.js'

/** An attribute's value with its kind: `{ ints: [1, 2] }`. */
export type AttributeDefinition =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly string: string }
  | { readonly tensor: Tensor }
  | { readonly floats: ArrayLike<number> }
  | { readonly ints: ArrayLike<number> }
  | { readonly strings: readonly string[] }

export interface NodeDefinition {
  readonly name?: string
  readonly domain?: string
  readonly opType: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, AttributeDefinition>>
}

export interface ModelDefinition {
  readonly irVersion: number
  readonly opsets: readonly Opset[]
  readonly graph: {
    readonly name: string
    readonly inputs: readonly ValueInfo[]
    readonly outputs: readonly ValueInfo[]
    readonly initializers?: readonly (Tensor & { readonly name: string })[]
    readonly nodes: readonly NodeDefinition[]
  }
}

/** A ModelProto: the same bytes for the same definition. Fields are in ascending order, lists and attributes as given. */
export function writeModel({ irVersion, opsets, graph }: ModelDefinition): Uint8Array {
  const model = sink()
  putInteger(model, 1, irVersion)
  putMessage(model, 7, (to) => {
    for (const node of graph.nodes) putMessage(to, 1, (inner) => writeNode(inner, node))
    putText(to, 2, graph.name)
    for (const tensor of graph.initializers ?? []) putMessage(to, 5, (inner) => writeTensor(inner, tensor, tensor.name))
    for (const value of graph.inputs) putMessage(to, 11, (inner) => writeValueInfo(inner, value))
    for (const value of graph.outputs) putMessage(to, 12, (inner) => writeValueInfo(inner, value))
  })
  for (const { domain, version } of opsets) {
    putMessage(model, 8, (to) => {
      putText(to, 1, domain)
      putInteger(to, 2, version)
    })
  }
  return model.bytes.slice(0, model.length)
}

function writeNode(to: Sink, { name, domain, opType, inputs, outputs, attributes }: NodeDefinition): void {
  for (const input of inputs) putText(to, 1, input)
  for (const output of outputs) putText(to, 2, output)
  if (name !== undefined) putText(to, 3, name)
  putText(to, 4, opType)
  for (const [key, value] of Object.entries(attributes ?? {})) {
    putMessage(to, 5, (inner) => writeAttribute(inner, key, value))
  }
  if (domain !== undefined) putText(to, 7, domain)
}

function writeAttribute(to: Sink, name: string, value: AttributeDefinition): void {
  putText(to, 1, name)
  if ('float' in value) putFloat(to, 2, value.float)
  else if ('int' in value) putInteger(to, 3, value.int)
  else if ('string' in value) putText(to, 4, value.string)
  else if ('tensor' in value) putMessage(to, 5, (inner) => writeTensor(inner, value.tensor, ''))
  else if ('floats' in value) for (let i = 0; i < value.floats.length; i++) putFloat(to, 7, value.floats[i]!)
  else if ('ints' in value) for (let i = 0; i < value.ints.length; i++) putInteger(to, 8, value.ints[i]!)
  else for (const text of value.strings) putText(to, 9, text)
  putInteger(to, 20, attributeKinds.findIndex((kind) => kind in value) + 1)
}

function writeValueInfo(to: Sink, { name, type, dims }: ValueInfo): void {
  putText(to, 1, name)
  if (type === null) return
  putMessage(to, 2, (typeProto) => {
    putMessage(typeProto, 1, (tensor) => {
      putInteger(tensor, 1, elementTypes[type].code)
      if (dims !== null) putMessage(tensor, 2, (shape) => writeShape(shape, dims))
    })
  })
}

function writeShape(to: Sink, dims: readonly number[]): void {
  for (const dim of dims) {
    putMessage(to, 1, (inner) => {
      if (dim >= 0) putInteger(inner, 1, dim)
    })
  }
}

function writeTensor(to: Sink, { type, dims, data }: Tensor, name: string): void {
  for (const dim of dims) putInteger(to, 1, dim)
  putInteger(to, 2, elementTypes[type].code)
  if (type === 'string') for (const text of data) putText(to, 6, text)
  if (name !== '') putText(to, 8, name)
  if (type === 'string') return
  const elements = type === 'float16' ? Uint16Array.from(data, bitsOfHalf) : data
  const raw = new Uint8Array(elements.byteLength)
  copyLittleEndian(bytesOf(elements), raw, elements.BYTES_PER_ELEMENT)
  putBytes(to, 9, raw)
}
