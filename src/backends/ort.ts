import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { defaultLimits, type Limits } from '../limits.js'
import { readTensorAttribute } from '../onnx/attribute.js'
import { inlineFunctions } from '../onnx/functions.js'
import type { Graph, Opset } from '../onnx/model.js'
import { readModel } from '../onnx/read.js'
import { writeModel } from '../onnx/write.js'
import type { BundleBackend, Port, Session } from './backend.js'
import { defineBackend } from './define-backend.js'
import { copyFeeds, takeAnswers, type OrtTensor, type OrtTensorClass, type TypedPort } from './ort-tensors.js'

/** A module of onnxruntime-node or onnxruntime-web, or one with the same exports (https://onnxruntime.ai/docs/api/js). */
export interface OrtModule {
  readonly InferenceSession: object
  readonly Tensor: object
  readonly env: object
}

interface OrtSession {
  run(feeds: Readonly<Record<string, OrtTensor>>, options: object): Promise<Readonly<Record<string, OrtTensor>>>
  release(): Promise<void>
}

interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> }
  readonly Tensor: OrtTensorClass
}

/** Settings of a session, as onnxruntime names them. */
type Settings = Readonly<Record<string, unknown>>

interface Engine {
  readonly name: string
  /** Settings of the session before the host's. */
  readonly defaults: Settings
  /** The host's settings of the session, as onnxruntime names them. */
  readonly sessionOptions: object
  /** Gives onnxruntime, ready to make sessions. What it throws becomes ERR_BACKEND unless it is a BundleError. */
  start(): Promise<OrtModule>
}

/** The domains of ONNX itself: what onnxruntime has beside them, a bundle may not ask for. */
const domains = ['', 'ai.onnx.ml']

/**
 * The adapter over the JavaScript API that the packages of onnxruntime share. Models are checked by our own reader first; a session
 * uses one thread and answers only later. A limit on elements binds what the model holds, not what onnxruntime makes of it.
 */
export function ortBackend(engine: Engine): BundleBackend {
  return defineBackend({
    name: engine.name,
    open: async (bytes, { at = 'model.onnx', limits = defaultLimits } = {}) => {
      // What was checked is what is opened; a Buffer's slice would be no copy.
      const own = new Uint8Array(bytes)
      const model = readModel(own, at, limits, inlineFunctions)
      checkNodes(model.graph, limits)
      const inputs = model.graph.inputs.map((port, i) => typed(port, pointer(`${at}#`, 'input', i)))
      const outputs = model.graph.outputs.map((port, i) => typed(port, pointer(`${at}#`, 'output', i)))
      const options: Settings = { ...engine.defaults, ...engine.sessionOptions }
      checkProviders(options)
      const ort = await startEngine(engine, at)
      const session = await create(ort, own, options, at)
      return adapt({
        ort,
        session,
        inputs,
        outputs,
        opsets: model.opsets,
        at,
        logSeverityLevel: options.logSeverityLevel,
      })
    },
  })
}

/** Only ONNX's own operators, and tensors that stand in the model itself: onnxruntime would read files for others. */
function checkNodes({ nodes }: Graph, limits: Limits): void {
  for (const { domain, opType, version, attributes, graphs, at } of nodes) {
    if (version === 0) {
      throw new BundleError('ERR_ONNX_INVALID', `no opset import for operator ${quote(opType)}`, at)
    }
    if (!domains.includes(domain)) {
      throw new BundleError('ERR_ONNX_UNSUPPORTED', `no operator ${quote(opType)} of ${quote(domain)}`, at)
    }
    for (const attribute of attributes.values()) {
      if (attribute.kind === 'tensor') readTensorAttribute(attribute, limits)
    }
    for (const graph of graphs.values()) checkNodes(graph, limits)
  }
}

function typed({ name, type, dims }: Port, at: string): TypedPort {
  if (type !== null && type !== 'float16') return { name, type, dims }
  const message =
    'expected a tensor of a type in spec/onnx.md but float16: onnxruntime gives JavaScript no sequences and no maps'
  throw new BundleError('ERR_ONNX_UNSUPPORTED', message, at)
}

/** Of several providers onnxruntime drops those that it can't use. */
function checkProviders({ executionProviders }: Settings): void {
  if (Array.isArray(executionProviders) && executionProviders.length === 1) return
  const got = quote(executionProviders)
  mismatch('ERR_ARGUMENT', 'one execution provider, for there is no fallback', got)
}

async function startEngine(engine: Engine, at: string): Promise<Ort> {
  try {
    return (await engine.start()) as Ort
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError('ERR_BACKEND', `onnxruntime did not start: ${reason(cause)}`, at, { cause })
  }
}

async function create(ort: Ort, bytes: Uint8Array, options: object, at: string): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(bytes, options)
  } catch (cause) {
    if (await opensAnything(ort, options)) {
      throw new BundleError('ERR_ONNX_UNSUPPORTED', `onnxruntime refused the model: ${reason(cause)}`, at, { cause })
    }
    throw new BundleError('ERR_BACKEND', `onnxruntime opens no model here: ${reason(cause)}`, at, { cause })
  }
}

/** Whether the least of models can be opened: if not, the engine or its settings are at fault. */
async function opensAnything(ort: Ort, options: object): Promise<boolean> {
  const port = { type: 'float32', dims: [1] } as const
  const least = writeModel({
    irVersion: 8,
    opsets: [{ domain: '', version: 13 }],
    graph: {
      name: 'least',
      inputs: [{ name: 'x', ...port }],
      outputs: [{ name: 'y', ...port }],
      nodes: [{ opType: 'Identity', inputs: ['x'], outputs: ['y'] }],
    },
  })
  try {
    const session = await ort.InferenceSession.create(least, options)
    await session.release()
    return true
  } catch {
    return false
  }
}

/** What onnxruntime says, as one line. */
function reason(cause: unknown): string {
  return JSON.stringify((cause instanceof Error ? cause.message : String(cause)).slice(0, 300))
}

interface Opened {
  readonly ort: Ort
  readonly session: OrtSession
  readonly inputs: readonly TypedPort[]
  readonly outputs: readonly TypedPort[]
  readonly opsets: readonly Opset[]
  readonly at: string
  readonly logSeverityLevel: unknown
}

function adapt({ ort, session, inputs, outputs, opsets, at, logSeverityLevel }: Opened): Session {
  let disposed = false
  let running = 0
  const release = (): void => {
    // The caller is done with it: what goes wrong now concerns nobody.
    session.release().catch(() => undefined)
  }
  const port = ({ name, type, dims }: TypedPort): Port => ({ name, type, dims })
  return {
    inputs: inputs.map(port),
    outputs: outputs.map(port),
    opsets,
    async run(feeds) {
      if (disposed) throw new BundleError('ERR_DISPOSED', 'the session is disposed', at)
      const given = copyFeeds(ort.Tensor, inputs, feeds)
      running++
      try {
        return takeAnswers(await session.run(given, { logSeverityLevel }), outputs, at)
      } catch (cause) {
        if (cause instanceof BundleError) throw cause
        throw new BundleError('ERR_BACKEND', `onnxruntime failed: ${reason(cause)}`, at, { cause })
      } finally {
        running--
        if (disposed && running === 0) release()
      }
    },
    dispose() {
      if (disposed) return
      disposed = true
      if (running === 0) release()
    },
  }
}
