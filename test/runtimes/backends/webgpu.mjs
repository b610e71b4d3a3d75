import * as ort from 'onnxruntime-web/webgpu'
import { ortWeb } from 'skewless/ort-web'
import { compare } from './compare.mjs'

/** It has neither float64 nor `ai.onnx.ml`. */
const refused = ['pima', 'sms', 'telco']

export async function run(data) {
  if (!(await navigator.gpu?.requestAdapter())) throw new Error('no WebGPU adapter')
  const sessionOptions = { executionProviders: ['webgpu'] }
  const result = await compare(ortWeb({ ort, sessionOptions }), data, refused)
  if (!(await ort.env.webgpu.device)) throw new Error('onnxruntime-web opened no WebGPU device')
  return result
}
