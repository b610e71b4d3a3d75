import { tabularKernels } from './backends/js/kernels/tabular.js'
import { jsBackend } from './backends/js/session.js'
import { inlineFunctions } from './onnx/functions.js'
import { allOps } from './ops/index.js'
import type { BundleDefinition } from './pack/define.js'
import { packWith, type PackOptions } from './pack/pack.js'
import { allTypes } from './schema/types/index.js'

export { defineBundle, type BundleDefinition, type ModelNodeDefinition, type NodeDefinition } from './pack/define.js'
export type { GoldenDefinition } from './pack/golden.js'
export type * from './pack/op-node.js'
export type { OpNodeDefinition } from './pack/op-nodes.js'
export { linearRegression, logisticRegression, type LinearOptions, type LogisticOptions } from './pack/linear.js'
export { input, output, type InputOptions } from './pack/input.js'
export { decisionTable, lookupTable, type LookupOptions, type Rule } from './pack/tables.js'
export type { PackOptions }
export { BundleError } from './errors.js'

/**
 * The bundle of a definition: the same bytes for the same definition. What was written is loaded again as `load` of `skewless`
 * does unless `backend` is given, so it throws what `load` throws. Golden cases are replayed unless `verify` is false, and throw
 * ERR_GOLDEN_INVALID when they are not answered; the manifest says `verified: true` when they were.
 */
export async function pack(definition: BundleDefinition, options?: PackOptions): Promise<Uint8Array> {
  return packWith(
    definition,
    { ops: allOps, types: allTypes, backend: jsBackend(tabularKernels, inlineFunctions) },
    options,
  )
}
