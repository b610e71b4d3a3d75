import type { Tensor, Value } from '../../src/backends/backend.js'
import type { Engine } from './engine.js'

interface Session {
  readonly outputNames: readonly string[]
  run(feeds: object): Promise<Readonly<Record<string, Tensor>>>
  release(): Promise<void>
}

interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> }
  readonly env: { readonly wasm: { numThreads?: number } }
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => unknown
}

interface Peers {
  onnxruntimeNode(): Promise<Ort>
  onnxruntimeWeb(): Promise<Ort>
}

const settings = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 }

function engineOf(name: string, ort: Ort, options: object): Engine {
  return {
    name,
    isRefusal: () => true,
    async open(model) {
      const session = await ort.InferenceSession.create(model, options)
      return async (feeds) => {
        const given: Record<string, unknown> = {}
        for (const [input, value] of Object.entries(feeds)) {
          if (!('data' in value)) throw new Error('no maps')
          given[input] = new ort.Tensor(value.type, value.data, value.dims)
        }
        const answers = await session.run(given)
        return session.outputNames.map((output) => {
          const { type, dims, data } = answers[output]!
          return { type, dims, data } as Value
        })
      }
    },
  }
}

/** onnxruntime-node and onnxruntime-web as they are, without our adapter. */
export async function ortEngines(): Promise<Engine[]> {
  // From where scripts and tests run: the root of the repository.
  const url = new URL(`file://${process.cwd()}/test/ort/peers.mjs`).href
  const peers = (await import(url)) as Peers
  const web = await peers.onnxruntimeWeb()
  web.env.wasm.numThreads = 1
  return [
    engineOf('onnxruntime-node', await peers.onnxruntimeNode(), settings),
    engineOf('onnxruntime-web', web, { ...settings, executionProviders: ['wasm'] }),
  ]
}
