import { ortWeb } from 'skewless/ort-web'
import { compare } from './compare.mjs'

/** onnxruntime-web itself, for a host that must prepare it. */
export * as ort from 'onnxruntime-web/wasm'

export const run = (data) => compare(ortWeb(), data)
