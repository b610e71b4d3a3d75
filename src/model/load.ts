import type { Backend, BundleBackend } from '../backends/backend.js'
import { readBundle, type Bundle } from '../bundle/read.js'
import { webCryptoSha256, type Sha256 } from '../bundle/sha256.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { decodeGraph } from '../graph/document.js'
import { plan } from '../graph/plan.js'
import { requiredOps } from '../graph/required-ops.js'
import { resolveLimits, type Limits } from '../limits.js'
import type { Op } from '../ops/op.js'
import { decodeSchema } from '../schema/document.js'
import { checkOutputs } from '../schema/check-outputs.js'
import { inputEncoders } from '../schema/input-encoder.js'
import type { InputType } from '../schema/input-type.js'
import { createEngine } from './engine.js'
import { createModel, type Model } from './model.js'
import { checkOptions } from './options.js'
import { readSource, type Source } from './source.js'

/** What a host may set; nothing of it comes from the bundle. */
export interface LoadOptions {
  /** The inference engine; the pure-TypeScript one unless another is passed. */
  readonly backend?: Backend
  /** Ceilings on what a bundle may ask for; those not given keep their defaults (spec/bundle.md). */
  readonly limits?: Partial<Limits>
  /** SHA-256 where the host has no WebCrypto. */
  readonly sha256?: Sha256
}

/** The names of `LoadOptions`. */
export const loadOptions = ['backend', 'limits', 'sha256'] as const

/** The tables that `load` works with. */
export interface Tables {
  readonly ops: readonly Op[]
  readonly types: readonly InputType[]
  /** Unless another is passed, of which it calls the models where that one has not what does. */
  readonly backend: BundleBackend
}

/** Opsets are the backend's to judge, once it sees the models. */
function checkRequires({ manifest }: Bundle, ops: readonly Op[]): void {
  manifest.requires.ops.forEach(({ op, version }, i) => {
    if (ops.some((one) => one.name === op && one.version === version)) return
    const newest = Math.max(0, ...ops.filter((one) => one.name === op).map((one) => one.version))
    const here = newest === 0 ? 'none of that name is here' : `the newest here is ${newest}`
    throw new BundleError(
      'ERR_VERSION',
      `no op ${quote(op)} of version ${version}: ${here}`,
      pointer('bundle.json#', 'requires', 'ops', i),
    )
  })
}

/** A summary in the manifest may say neither more nor less than what it sums up. */
function checkSummary(key: 'ops' | 'opsets', { manifest }: Bundle, wanted: readonly object[]): void {
  const listed = manifest.requires[key]
  const wrong = wanted.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(listed[i]))
  if (wrong < 0 && listed.length === wanted.length) return
  const expected = wrong < 0 ? 'no more' : `${JSON.stringify(wanted[wrong])} at ${wrong}`
  const message = `expected the ${key} of the graph: ${expected}`
  throw new BundleError('ERR_MANIFEST_INVALID', message, pointer('bundle.json#', 'requires', key))
}

/** Throws ERR_ARGUMENT for what is not what a host passes. */
export function checkHost(sha256: unknown, backend: unknown): void {
  if (typeof sha256 !== 'function') {
    mismatch('ERR_ARGUMENT', 'a function for sha256', quote(sha256))
  }
  if (typeof (Object(backend) as Partial<Backend>).open !== 'function') {
    mismatch('ERR_ARGUMENT', 'a backend such as ortNode()', quote(backend))
  }
}

/** Reads, checks and prepares a bundle. Throws BundleError for whatever is wrong with it; nothing in it is ever run as code. */
export async function loadWith(source: Source, tables: Tables, given: LoadOptions | undefined): Promise<Model> {
  const options: LoadOptions = checkOptions(given, ...loadOptions)
  const limits = resolveLimits(options.limits)
  const { sha256 = webCryptoSha256, backend = tables.backend } = options
  checkHost(sha256, backend)
  const { calls: modelCalls = tables.backend.calls } = backend as Partial<BundleBackend>
  const bundle = await readBundle(await readSource(source, limits), limits, sha256)
  checkRequires(bundle, tables.ops)
  const schema = decodeSchema(bundle.schema, tables.types, 'schema.json#')
  const encoders = inputEncoders(schema, tables.types)
  const inputs = encoders.map(({ name, type }) => ({ name, ...type }))
  const names = schema.outputs.map(({ name }) => name)
  const graph = decodeGraph(bundle.graph, 'graph.json#')
  const prepared = plan(graph, inputs, names, {
    ops: tables.ops,
    planCall: modelCalls.plan,
    resources: { tensors: bundle.tensors, strings: bundle.strings, budget: { left: limits.references }, limits },
    limits,
    at: 'graph.json#',
  })
  const types = prepared.outputs.map((slot) => prepared.slots[slot]!.type)
  checkOutputs(schema, types, 'graph.json#/outputs')
  checkSummary('ops', bundle, requiredOps(graph))
  const { calls, opsets, dispose } = await modelCalls.open(backend, prepared, bundle.entry, limits)
  try {
    checkSummary('opsets', bundle, opsets)
  } catch (error) {
    dispose()
    throw error
  }
  const engine = createEngine(prepared, calls)
  return createModel({ bundle, schema, encoders, engine, release: dispose, backend: backend.name, sha256, limits })
}
