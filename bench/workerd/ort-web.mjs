import * as ort from 'onnxruntime-web/wasm'
import { withModule } from '../../test/runtimes/backends/inside/with-module.mjs'
import engine from './engine.wasm'
import onnx from './model.onnx'

const options = { executionProviders: ['wasm'], intraOpNumThreads: 1, logSeverityLevel: 3 }

export function open() {
  ort.env.wasm.numThreads = 1
  return withModule(ort, engine, () => ort.InferenceSession.create(new Uint8Array(onnx), options))
}

export async function answer(session, record) {
  const cells = Float32Array.from(Object.values(record))
  const { label, probabilities } = await session.run({
    [session.inputNames[0]]: new ort.Tensor('float32', cells, [1, cells.length]),
  })
  return { label: String(label.data[0]), probabilities: [...probabilities.data] }
}
