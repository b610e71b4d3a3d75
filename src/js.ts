import type { BundleBackend } from './backends/backend.js'
import { checked } from './backends/js/checked.js'
import { allKernels } from './backends/js/kernels/index.js'
import { jsBackend } from './backends/js/session.js'
import { inlineFunctions } from './onnx/functions.js'

/** The default backend, in plain TypeScript, with every operator of this version: ONNX models without a bundle. */
export function js(): BundleBackend {
  return checked(jsBackend(allKernels, inlineFunctions))
}

export { BundleError, type ErrorCode } from './errors.js'
export type {
  Backend,
  BundleBackend,
  Port,
  Session,
  Tensor,
  TensorData,
  TensorType,
  Value,
} from './backends/backend.js'
export type { Limits } from './limits.js'
