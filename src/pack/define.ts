import type { Feature } from '../graph/document.js'
import type { JsonValue } from '../json/canonical.js'
import type { Schema } from '../schema/document.js'
import type { TensorArray } from '../tensors/dtype.js'
import type { GoldenDefinition } from './golden.js'
import type { OpNodeDefinition } from './op-nodes.js'

type Names<T> = Readonly<Record<string, T>>

/** A call of a model: its inputs by reference, and what is used of its outputs. */
export interface ModelNodeDefinition {
  readonly id: string
  readonly model: string
  readonly inputs: Names<string>
  readonly outputs: Names<{
    readonly name: string
    readonly type: 'float64' | 'float32' | 'int64' | 'string'
    readonly width: number
  }>
}

export type NodeDefinition = OpNodeDefinition | ModelNodeDefinition

/** A bundle as an author describes it; spec/ has the meaning of each part. */
export interface BundleDefinition {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly licence?: string
  readonly owner?: string
  /** RFC 3339. */
  readonly created?: string
  readonly schema: Schema
  readonly graph: {
    readonly nodes: readonly NodeDefinition[]
    /** What `features()` shows; nothing when it is left out. */
    readonly features?: readonly Feature[]
    readonly outputs: Names<string>
  }
  /** ONNX files by entry name: `models/main.onnx`. */
  readonly models?: Names<Uint8Array>
  readonly tensors?: Names<TensorArray>
  readonly strings?: Names<readonly (string | null)[]>
  readonly golden?: GoldenDefinition
  readonly profile?: JsonValue
  readonly readme?: string
  readonly license?: string
  /** The owner's own files by entry name: `extra/notes.txt`. */
  readonly extra?: Names<Uint8Array>
  /** The manifest's `training`. */
  readonly training?: JsonValue
  /** Entries that hold rows of the training data. */
  readonly containsTrainingRows?: readonly string[]
}

/** The definition itself; written around a literal it has the literal checked and completed by the editor. */
export function defineBundle<const D extends BundleDefinition>(definition: D): D {
  return definition
}
