import { decodeGolden } from '../bundle/golden.js'
import type { Manifest } from '../bundle/manifest.js'
import type { Bundle } from '../bundle/read.js'
import type { Sha256 } from '../bundle/sha256.js'
import { BundleError, type Issue } from '../errors.js'
import { readJson } from '../json/canonical.js'
import type { Limits } from '../limits.js'
import { recordDecoder, type OutputRecord } from '../schema/decode.js'
import type { Schema } from '../schema/document.js'
import { recordEncoder } from '../schema/encode.js'
import type { InputEncoder } from '../schema/input-encoder.js'
import { standardSchema, type StandardSchema } from '../schema/standard-schema.js'
import { validator, type Validation } from '../schema/validate.js'
import { batchCalls, type BatchCalls } from './batch.js'
import type { Engine, Lease } from './engine.js'
import { goldenRecord, judge, type Cell, type FeatureItem, type GoldenReport, type Trace } from './golden.js'
import { checkOnIssue } from './options.js'
import { refusal } from './refusal.js'

/** A cell, or the cells of a sparse row that are not 0. */
export type FeatureValue = Cell | Record<string, number>

/** What a caller of one prediction may ask for. */
export interface PredictOptions {
  /** Called, before the answer is there, with each problem that did not refuse the record (policies `keep` and `clip`). */
  readonly onIssue?: (issue: Issue) => void
}

/** A loaded bundle. Calls may overlap; they never share memory. */
export interface Model extends BatchCalls {
  /** SHA-256 of the manifest, which covers every entry: 64 hexadecimal digits. */
  readonly identity: string
  readonly manifest: Manifest
  readonly schema: Schema
  /** The input record as a Standard Schema. */
  readonly input: StandardSchema
  /** One record in, one record out. Throws ERR_INPUT with `issues` when the schema or a transform refuses the record. */
  predict(record: unknown, options?: PredictOptions): Promise<OutputRecord>
  /** The same at once; throws ERR_SYNC on a backend that can only answer later. */
  predictSync(record: unknown, options?: PredictOptions): OutputRecord
  /** Whether the schema accepts the record, with every problem; the transforms are not run. */
  validate(record: unknown): Validation
  /**
   * What the model is fed for the record, by feature name; a sparse column is an object of its cells that are not 0, by key.
   * Throws ERR_INPUT as predict does.
   */
  features(record: unknown): Record<string, FeatureValue>
  /** The same on every backend; `features` throws ERR_SYNC where a feature needs a model that can only answer later. */
  featuresAsync(record: unknown): Promise<Record<string, FeatureValue>>
  /** Replays golden.json; throws ERR_ENTRY_MISSING when the bundle has none. */
  test(): Promise<GoldenReport>
  /** Frees what the backend holds; every later call throws ERR_DISPOSED. */
  dispose(): void
}

interface Parts {
  readonly bundle: Bundle
  readonly schema: Schema
  /** Of the schema's inputs. */
  readonly encoders: readonly InputEncoder[]
  readonly engine: Engine
  /** Frees what the backend holds. */
  readonly release: () => void
  readonly backend: string
  readonly sha256: Sha256
  readonly limits: Limits
}

/** The calls of a prepared bundle. */
export function createModel({
  bundle: { identity, manifest, entry },
  schema,
  encoders,
  engine,
  release,
  backend,
  sha256,
  limits,
}: Parts): Model {
  const { encodeRecord } = recordEncoder(schema, encoders)
  const { decodeRow } = recordDecoder(schema)
  const accepts = validator(schema, encoders)
  const { features, featureSteps } = engine.plan
  let disposed = false
  const alive = (): void => {
    if (disposed) throw new BundleError('ERR_DISPOSED', 'this model was disposed of', '')
  }

  const validate = (record: unknown): Validation => {
    alive()
    return accepts(record)
  }

  /** A leased row that holds the record, or throws ERR_INPUT. */
  const begin = (record: unknown): Lease => {
    alive()
    const lease = engine.lease(1)
    try {
      if (!encodeRecord(record, 0, lease.columns, lease.issues)) throw refusal(lease.issues)
    } catch (error) {
      engine.release(lease)
      throw error
    }
    return lease
  }
  const finish = (lease: Lease, options: PredictOptions | undefined): OutputRecord => {
    const onIssue = checkOnIssue(options)
    if (lease.refused[0] === 1) throw refusal(lease.issues)
    if (onIssue !== undefined) for (const issue of lease.issues) onIssue(issue)
    return decodeRow(lease.outputs, 0)
  }
  const featureNames = features.flatMap((column) => ('names' in column ? column.names : [column.name]))
  const featureKeys = features.flatMap((column) => ('names' in column ? column.names.map(() => null) : [column.keys]))
  const featureItems = ({ columns }: Lease): FeatureItem[] =>
    features.flatMap(({ slot }): FeatureItem[] => {
      const { kind, data, offset, width } = columns[slot]!
      return kind === 'sparse' ? [data[offset]!] : Array.from({ length: width }, (_, i) => data[offset + i] as Cell)
    })
  const showFeatures = (lease: Lease): Record<string, FeatureValue> => {
    if (lease.refused[0] === 1) throw refusal(lease.issues)
    const shown = Object.create(null) as Record<string, FeatureValue>
    featureItems(lease).forEach((item, i) => (shown[featureNames[i]!] = featureValue(item, featureKeys[i]!)))
    return shown
  }
  const trace = async (record: unknown): Promise<Trace> => {
    const lease = engine.lease(1)
    try {
      const accepted = encodeRecord(record, 0, lease.columns, lease.issues)
      if (accepted) await engine.run(lease, 1)
      const scored = accepted && lease.refused[0] === 0
      const { issues } = lease
      return scored
        ? { features: featureItems(lease), outputs: decodeRow(lease.outputs, 0), issues }
        : { features: null, outputs: null, issues }
    } finally {
      engine.release(lease)
    }
  }
  const predictSync = (record: unknown, options?: PredictOptions): OutputRecord => {
    const lease = begin(record)
    try {
      engine.runSync(lease, 1)
      return finish(lease, options)
    } finally {
      engine.release(lease)
    }
  }
  return {
    identity,
    manifest,
    schema,
    input: standardSchema(validate),
    predictSync,
    async predict(record, options) {
      if (engine.sync) return predictSync(record, options)
      const lease = begin(record)
      try {
        await engine.run(lease, 1)
        return finish(lease, options)
      } finally {
        engine.release(lease)
      }
    },
    ...batchCalls(schema, encoders, engine, alive),
    validate,
    features(record) {
      const lease = begin(record)
      try {
        engine.runSync(lease, 1, featureSteps)
        return showFeatures(lease)
      } finally {
        engine.release(lease)
      }
    },
    async featuresAsync(record) {
      const lease = begin(record)
      try {
        await engine.run(lease, 1, featureSteps)
        return showFeatures(lease)
      } finally {
        engine.release(lease)
      }
    },
    async test() {
      alive()
      const bytes = await entry('golden.json')
      if (bytes === undefined)
        throw new BundleError('ERR_ENTRY_MISSING', 'this bundle has no golden cases', 'golden.json')
      const golden = decodeGolden(readJson(bytes, 'golden.json', limits), 'golden.json#')
      const traces: Trace[] = []
      for (const one of golden.cases) traces.push(await trace(goldenRecord(one)))
      return judge(golden, traces, schema.outputs, { backend, identity, sha256 })
    },
    dispose() {
      if (disposed) return
      disposed = true
      release()
    },
  }
}

function featureValue(item: FeatureItem, keys: readonly string[] | null): FeatureValue {
  if (typeof item !== 'object' || item === null) return item
  const shown = Object.create(null) as Record<string, number>
  item.indices.forEach((index, k) => {
    if (item.values[k] !== 0) shown[keys?.[index] ?? String(index)] = item.values[k]!
  })
  return shown
}
