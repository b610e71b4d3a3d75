export { ortNode, type OrtNodeOptions } from './backends/ort-node.js'
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
export type { OrtModule } from './backends/ort.js'
export type { Limits } from './limits.js'
