import type { Attribute } from './attribute.js'
import type { TensorBytes } from './tensor.js'
import type { ContainerType, TensorType } from './types.js'

export interface Opset {
  /** '' for ONNX's main domain, which may also be written ai.onnx. */
  readonly domain: string
  readonly version: number
}

/** A graph's input or output. `type` is null for what is no tensor; -1 in `dims` is any size; null dims: any rank. */
export interface ValueInfo {
  readonly name: string
  readonly type: TensorType | null
  readonly dims: readonly number[] | null
  /** Of a sequence or a map that has a name here. */
  readonly container?: ContainerType
}

/** One NodeProto; '' among inputs and outputs is one left out. `at` is like `models/main.onnx#/node/12`. */
export interface Node {
  readonly name: string
  readonly domain: string
  readonly opType: string
  /** Of the operator's domain, as the model or the node's function imports it; 0 where none is imported. */
  readonly version: number
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
  /** The attributes that are graphs. */
  readonly graphs: ReadonlyMap<string, Graph>
  readonly at: string
}

/** A graph whose names are checked: every value is made once, before it is used. */
export interface Graph {
  readonly at: string
  /** Values of the graph around it that it uses. */
  readonly captures: readonly string[]
  readonly nodes: readonly Node[]
  readonly initializers: ReadonlyMap<string, TensorBytes>
  /** Without those that an initializer gives a value. */
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
}

export interface OnnxModel {
  readonly irVersion: number
  readonly opsets: readonly Opset[]
  readonly graph: Graph
}
