/** The least of modules: onnxruntime-web wants bytes, which nobody looks at. */
const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])

/**
 * Has onnxruntime-web start, within `work`, on a module that is compiled already, where the host compiles none: it has no setting
 * for that, so `WebAssembly.instantiate` gives, while `work` runs, an instance of the module for bytes.
 */
export async function withModule(ort, module, work) {
  const { instantiate } = WebAssembly
  ort.env.wasm.wasmBinary = empty
  WebAssembly.instantiate = async (_, imports) => ({ module, instance: await instantiate(module, imports) })
  try {
    return await work()
  } finally {
    WebAssembly.instantiate = instantiate
  }
}
