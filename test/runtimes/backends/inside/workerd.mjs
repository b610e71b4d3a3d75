// The worker: the data come as the request's body, onnxruntime-web's WebAssembly as a module compiled beforehand.
import { ort, run } from './portable.mjs'
import { refusesText } from './ban.mjs'
import { withModule } from './with-module.mjs'
import wasm from './engine.wasm'

export default {
  async fetch(request) {
    try {
      const data = await request.json()
      const result = await withModule(ort, wasm, () => run(data))
      return Response.json({ result, refusesText: refusesText() })
    } catch (error) {
      return Response.json({ error: String(error?.stack ?? error) })
    }
  },
}
