// The engines as their packages give them to an importer.
export const onnxruntimeNode = () => import('onnxruntime-node')
export const onnxruntimeWeb = () => import('onnxruntime-web/wasm')
