import { tabularKernels } from './backends/js/kernels/tabular.js'
import { jsBackend } from './backends/js/session.js'
import { loadWith, type LoadOptions } from './model/load.js'
import type { Model, PredictOptions } from './model/model.js'
import type { Source } from './model/source.js'
import { inlineFunctions } from './onnx/functions.js'
import { allOps } from './ops/index.js'
import { allTypes } from './schema/types/index.js'

/**
 * Reads, checks and prepares a bundle, with every op, every type of inputs and the kernels of tabular models. Throws BundleError for whatever is
 * wrong with it; nothing in a bundle is ever run as code.
 */
export async function load(source: Source, options?: LoadOptions): Promise<Model> {
  return loadWith(
    source,
    { ops: allOps, types: allTypes, backend: jsBackend(tabularKernels, inlineFunctions) },
    options,
  )
}

export { BundleError, type ErrorCode, type Issue, type IssueCode } from './errors.js'
export type { Backend, Session, Tensor, Value } from './backends/backend.js'
export type { Manifest } from './bundle/manifest.js'
export type { Sha256 } from './bundle/sha256.js'
export type { Limits } from './limits.js'
export type { Batch, BatchOptions, ColumnsIn } from './model/batch.js'
export type { GoldenFailure, GoldenReport } from './model/golden.js'
export type { LoadOptions, Model, PredictOptions, Source }
export type { OutputColumns } from './schema/decode-columns.js'
export type { KeyedCells, OutputRecord, OutputValue } from './schema/decode.js'
export type { Schema } from './schema/document.js'
export type { Input } from './schema/input.js'
export { inputJsonSchema, type JsonSchema } from './schema/input-json-schema.js'
export type { Output } from './schema/output.js'
export type { StandardSchema } from './schema/standard-schema.js'
export type { Validation, ValidRecord, ValidValue } from './schema/validate.js'
