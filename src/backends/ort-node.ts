import { BundleError } from '../errors.js'
import type { BundleBackend } from './backend.js'
import { ortBackend, type OrtModule } from './ort.js'

export interface OrtNodeOptions {
  /** Settings of each session, as onnxruntime-node names them; they win over ours (one thread, the CPU, no log). */
  readonly sessionOptions?: object
  /** onnxruntime-node itself, where it can't be imported by that name. */
  readonly ort?: OrtModule
}

/** onnxruntime-node, which the host installs. Answers only later; its bits depend on its version, the CPU and the batch. */
export function ortNode({ sessionOptions = {}, ort }: OrtNodeOptions = {}): BundleBackend {
  return ortBackend({
    name: 'ort-node',
    defaults: { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 },
    sessionOptions,
    start: async () => ort ?? importPeer(),
  })
}

async function importPeer(): Promise<OrtModule> {
  try {
    // @ts-expect-error: an optional peer, described by our own types.
    return (await import('onnxruntime-node')) as OrtModule
  } catch (cause) {
    const message = 'onnxruntime-node could not be imported: install it with npm install onnxruntime-node'
    throw new BundleError('ERR_BACKEND', message, '', { cause })
  }
}
