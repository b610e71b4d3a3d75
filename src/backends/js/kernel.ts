import type { SparseRow } from '../../column.js'
import type { Limits } from '../../limits.js'
import type { InlineFunctions } from '../../onnx/functions.js'
import type { BundleBackend, ContainerType, SparseTensor, Tensor, TensorData, TensorType, Value } from '../backend.js'

/** The type of a value inside a model: of a tensor's elements, or of what is no tensor. */
export type ValueType = TensorType | ContainerType

/** Sizes of axes; -1 is any size where a model is not running. */
export type Dims = readonly number[]

/** An input as known when the model is opened. `value` is set for what does not depend on the feeds. */
export interface Known {
  readonly type: ValueType
  readonly value: Tensor | null
  /** Null for what may have any number of axes, or none. */
  readonly dims: Dims | null
  /** Whether every element is a float32 number, whatever the type. */
  readonly single: boolean
}

/** A node that maps each row of a matrix alone, the rest of its inputs being constant. Cells are float64 whatever the type. */
export interface RowKernel {
  /** Cells of a row that it makes. */
  readonly width: number
  /** Work that a row takes. */
  readonly steps: number
  /** Null where rows stay as they are. */
  readonly run: RowRun | null
  /** Whether all that is done is to round to float32. */
  readonly rounds?: true
  /** What `run` would make of the rows rounded to float32. */
  readonly runRounded?: RowRun
  /** What `run` would make of sparse rows, in steps for each cell that they hold and each that is made. */
  readonly runSparse?: SparseRun
}

/** Maps `rows` rows, one after the other in `x` from `at` on, to those that `out` begins with. Memory is the caller's and used again. */
export type RowRun = (x: Float64Array, at: number, rows: number, out: Float64Array) => void

/** The same for `count` sparse rows, the first at `start`, `stride` apart. */
export type SparseRun = (
  rows: readonly SparseRow[],
  start: number,
  stride: number,
  count: number,
  out: Float64Array,
) => void

/** A node with its attributes and input types fixed. */
export interface Bound {
  /** Types of the outputs. */
  readonly types: readonly ValueType[]
  /** Set when the elements of every output are float32 numbers though their type is wider. */
  readonly single?: boolean
  /**
   * Runs once per call; inputs that the node leaves out are not there. An output may share `data` with an input and is never
   * written to afterwards. Throws ERR_TENSOR for shapes and values, through `refuse`. Inputs that are no tensors are there too:
   * `bind` knows them by their types.
   */
  run(inputs: readonly Tensor[]): readonly Value[]
  /**
   * The dims of the outputs for those of the inputs, as far as they are known: null for what is not, and for what is no tensor. Inputs that are
   * left out are not there. Refuses dims that `run` always refuses.
   */
  readonly dims?: (inputs: readonly Dims[]) => readonly (Dims | null)[]
  /** Whether all that `run` looks at is the dims of its input. */
  readonly dimsOnly?: true
  /** Set by kernels that take their first input sparse too, which `inputs` then don't have, and answer the same. */
  readonly runSparse?: (x: SparseTensor, inputs: readonly Tensor[]) => readonly Value[]
  /** Whether what `runSparse` gives is sparse. */
  readonly keepsSparse?: boolean
  /** The same results for rows of `width` cells that are input `index`; null where there is no such form. */
  readonly rows?: (width: number, index: number) => RowKernel | null
}

/** A graph in an attribute, ready to run. */
export interface Subgraph {
  readonly types: readonly ValueType[]
  /** The dims of the outputs as the graph states them: -1 is any size, null is any dims. */
  readonly dims: readonly (readonly number[] | null)[]
  /** `captured` is what the node is given after its own inputs. */
  run(inputs: readonly Value[], captured: readonly Value[]): readonly Value[]
}

/** What `bind` sees of its node. An attribute that `bind` does not ask for is refused. */
export interface NodeContext {
  /** The version that the model imports of the operator's domain. */
  readonly version: number
  /** Null for an input that is left out. */
  readonly inputs: readonly (Known | null)[]
  /** The number of outputs that the node names. */
  readonly outputs: number
  readonly limits: Limits
  /** What PROBIT makes of a score, where the backend has it. */
  readonly probit?: (score: number) => number
  /** The node's place, for errors of other kinds. */
  readonly at: string
  /** Whether the node has an attribute; asking also lets one be that has no effect. */
  has(name: string): boolean
  /** Attributes; those without a fallback are required. */
  int(name: string, fallback?: number): number
  float(name: string, fallback?: number): number
  text(name: string, fallback?: string): string
  /** Null when absent. */
  ints(name: string): Float64Array | null
  /** The same with all of their 64 bits, or the one of an attribute of kind `int`, which proto3 leaves out where it is 0. */
  longs(name: string, kind?: 'ints' | 'int'): BigInt64Array | null
  /** The same for what must lie between 0 and 2^31 - 1. */
  indices(name: string): Int32Array | null
  floats(name: string): Float32Array | null
  strings(name: string): readonly string[] | null
  tensor(name: string): Tensor | null
  /** The graph of an attribute, for inputs of these types. What it captures is given to `run` after the node's own inputs. */
  subgraph(name: string, inputs: readonly ValueType[]): Subgraph
  /** ERR_ONNX_INVALID at the node. */
  invalid(message: string): never
  /** ERR_ONNX_UNSUPPORTED at the node. */
  unsupported(message: string): never
  /** ERR_TENSOR at the node, or ERR_ONNX_INVALID while the model is opened. */
  refuse(message: string): never
  /** Counts steps of work against what one call may take, before they are done; throws ERR_LIMIT. */
  charge(steps: number): void
  /** The number of elements of `dims`, to be asked before they are made; throws ERR_LIMIT for too many in one call. */
  count(dims: readonly number[]): number
  /** New elements, all 0 or '', that were counted. */
  take<T extends TensorType>(type: T, count: number): TensorData[T]
  /** Number of tree nodes, against the limit on the whole model. */
  chargeNodes(count: number): void
}

/** A backend of a table of kernels, and of what inlines the functions of models. */
export type KernelBackend = (kernels: readonly Kernel[], functions?: InlineFunctions | null) => BundleBackend

/** One operator: a row of the table that a backend is made of. */
export interface Kernel {
  /** '' is ai.onnx. */
  readonly domain: '' | 'ai.onnx.ml' | 'com.microsoft'
  readonly name: string
  /** The operator versions that this row implements, as opset versions: from `since` up to the newest known, or to `until`. */
  readonly since: number
  readonly until?: number
  readonly inputs: readonly [min: number, max: number]
  bind(node: NodeContext): Bound
  /** What runs models of such operators: `jsBackend`. */
  readonly backend: KernelBackend
}
