import type { Kernel } from './kernel.js'
import { jsBackend } from './session.js'

/** Makes a kernel of what its operator is. It brings the backend that runs it: who passes no kernels to `skewless/core` has neither. */
export function defineKernel(operator: Omit<Kernel, 'backend'>): Kernel {
  return { ...operator, backend: jsBackend }
}
