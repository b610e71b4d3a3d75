import { BundleError } from '../errors.js'
import type { BundleBackend } from './backend.js'
import { ortBackend, type OrtModule } from './ort.js'

export interface OrtWebOptions {
  /** Settings of each session, as onnxruntime-web names them; they win over ours (WebAssembly, one thread, no log). */
  readonly sessionOptions?: object
  /** onnxruntime-web itself, where it is loaded another way (its WebAssembly precompiled, as in workerd). */
  readonly ort?: OrtModule
  /** Where its files are: a folder's address, or `{ wasm, mjs }`. Holds for every user of the module until its first session. */
  readonly wasmPaths?: string | object
  /** 1 unless given. More need a page that is cross-origin isolated. Holds like `wasmPaths`. */
  readonly numThreads?: number
}

interface WasmEnvironment {
  wasmPaths?: string | object
  numThreads?: number
}

/** onnxruntime-web on WebAssembly, which the host installs. Answers only later; the same bits in every engine. */
export function ortWeb({ sessionOptions = {}, ort, wasmPaths, numThreads = 1 }: OrtWebOptions = {}): BundleBackend {
  return ortBackend({
    name: 'ort-web',
    defaults: {
      executionProviders: ['wasm'],
      intraOpNumThreads: numThreads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    },
    sessionOptions,
    async start() {
      const module = ort ?? (await importPeer())
      const { wasm } = module.env as { readonly wasm: WasmEnvironment }
      wasm.numThreads = numThreads
      if (wasmPaths !== undefined) wasm.wasmPaths = wasmPaths
      return module
    },
  })
}

async function importPeer(): Promise<OrtModule> {
  try {
    // @ts-expect-error: an optional peer, described by our own types.
    return (await import('onnxruntime-web/wasm')) as OrtModule
  } catch (cause) {
    const message = 'onnxruntime-web could not be imported: install it with npm install onnxruntime-web'
    throw new BundleError('ERR_BACKEND', message, '', { cause })
  }
}
