import { allKernels } from './backends/js/kernels/index.js'
import { jsBackend } from './backends/js/session.js'
import { allOps } from './ops/index.js'
import type { BundleDefinition } from './pack/define.js'
import { packWith } from './pack/pack.js'

export { defineBundle, type BundleDefinition, type NodeDefinition } from './pack/define.js'
export { BundleError } from './errors.js'

/**
 * The bundle of a definition: the same bytes for the same definition. What was written is loaded again, so it throws what
 * `load` throws; golden cases are not replayed, and the manifest says `verified: false`.
 */
export async function pack(definition: BundleDefinition): Promise<Uint8Array> {
  return packWith(definition, { ops: allOps, backend: jsBackend(allKernels) })
}
