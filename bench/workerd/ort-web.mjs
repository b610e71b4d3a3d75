import * as ort from 'onnxruntime-web/wasm'
import { withModule } from '../../test/runtimes/backends/inside/with-module.mjs'
import engine from './engine.wasm'
import onnx from './model.onnx'

const options = { executionProviders: ['wasm'], intraOpNumThreads: 1, logSeverityLevel: 3 }
let session

export default {
  async fetch(request) {
    const cells = Float32Array.from(Object.values(await request.json()))
    ort.env.wasm.numThreads = 1
    session ??= await withModule(ort, engine, () => ort.InferenceSession.create(new Uint8Array(onnx), options))
    const { label, probabilities } = await session.run({
      [session.inputNames[0]]: new ort.Tensor('float32', cells, [1, cells.length]),
    })
    return Response.json({ label: String(label.data[0]), probabilities: [...probabilities.data] })
  },
}
