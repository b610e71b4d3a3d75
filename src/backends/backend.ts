import type { Column, SparseRow } from '../column.js'
import type { Plan, PlanCall } from '../graph/plan.js'
import type { Limits } from '../limits.js'
import type { Opset, ValueInfo } from '../onnx/model.js'
import type { ContainerType, Tensor, TensorData, TensorType } from '../onnx/types.js'
import type { Reject } from '../ops/op.js'

export type { ContainerType, Tensor, TensorData, TensorType, ValueInfo as Port }

/** A matrix that is 0 where its rows say nothing; what `rows` hold are numbers of its type. */
export interface SparseTensor {
  readonly type: 'float64' | 'float32'
  readonly dims: readonly [rows: number, width: number]
  readonly rows: readonly SparseRow[]
}

/** A tensor, a sequence or a map; sparse ones are for the inputs that a session takes them for. */
export type Value = Tensor | SparseTensor | readonly Value[] | ReadonlyMap<string | bigint, number | bigint | string>

/** Scores `rows` rows of a model as `RowScorer` says, of cells or sparse. */
type ScoreRows<X> = (
  x: X,
  offset: number,
  stride: number,
  rows: number,
  out: Float64Array,
  to: number,
  outStride: number,
) => void

/** A model whose one input and one output are matrices of floats, as a function of rows. */
export interface RowScorer {
  /** Cells of a scored row, and their type. */
  readonly width: number
  readonly type: 'float32' | 'float64'
  /**
   * Scores `rows` rows. Row r is read from `x[offset + r * stride]` on, and its answer written from `out[to + r * outStride]` on. Throws
   * ERR_LIMIT as a run does.
   */
  readonly score: ScoreRows<Float64Array>
  /** The same for rows that are sparse: row r is `x[offset + r * stride]`. Null where they are to be made dense, or tensors. */
  readonly scoreSparse: ScoreRows<readonly SparseRow[]> | null
}

/** One opened model. Feeds are read during the call and never kept; results are fresh and the caller's own. */
export interface Session {
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  /** What the model imports: '' is ONNX's main domain. */
  readonly opsets: readonly Opset[]
  /** Names of the inputs that may be fed sparse, with the same answers. Absent where none may. */
  readonly sparse?: readonly string[]
  run(feeds: Readonly<Record<string, Value>>): Promise<Record<string, Value>>
  /** Absent where the engine can only answer later. */
  readonly runSync?: (feeds: Readonly<Record<string, Value>>) => Record<string, Value>
  /** Where the engine has it: the same answers for rows of `width` cells without tensors between, or null for a model of another form. */
  readonly rowScorer?: (width: number) => RowScorer | null
  dispose(): void
}

/** An inference engine. `open` throws BundleError: ERR_ONNX_INVALID, or ERR_ONNX_UNSUPPORTED naming op, version and node. */
export interface Backend {
  readonly name: string
  /** `at` is the model's entry name, for messages. The bytes are not kept by reference after the promise settles, unless owned. */
  open(model: Uint8Array, options?: { readonly at?: string; readonly limits?: Limits }): Promise<Session>
}

type RunCall<T> = (columns: readonly Column[], rows: number, refused: Uint8Array, reject: Reject) => T

/** A model call of a graph, checked against the model: writes the call's columns for `rows` rows, those that are `refused` aside. */
export interface BoundCall {
  /** Cells of a row that are made dense for the model. */
  readonly dense: number
  /** Whether `runSync` answers; it throws ERR_SYNC otherwise. */
  readonly sync: boolean
  readonly runSync: RunCall<void>
  readonly run: RunCall<Promise<void>>
}

/** The models of a bundle, opened. */
export interface OpenCalls {
  /** By the step of the plan. */
  readonly calls: ReadonlyMap<number, BoundCall>
  /** What the manifest is to say that they require. */
  readonly opsets: readonly Opset[]
  dispose(): void
}

/** How graphs call models. */
export interface ModelCalls {
  readonly plan: PlanCall
  /** `entry` reads the bundle. */
  open(
    backend: Backend,
    plan: Plan,
    entry: (name: string) => Promise<Uint8Array | undefined>,
    limits: Limits,
  ): Promise<OpenCalls>
}

/** A backend with what calls its models: `defineBackend` makes it. */
export interface BundleBackend extends Backend {
  readonly calls: ModelCalls
}
