import type { Backend } from './backends/backend.js'
import { mismatch, quote } from './errors.js'
import { jsBackend, type Kernel } from './backends/js/session.js'
import { loadOptions, loadWith, type LoadOptions } from './model/load.js'
import type { Model } from './model/model.js'
import { checkOptions } from './model/options.js'
import type { Source } from './model/source.js'
import type { InlineFunctions } from './onnx/functions.js'
import type { Op } from './ops/op.js'
import type { InputType } from './schema/input-type.js'
import { scalarTypes } from './schema/types/scalars.js'

/** The tables of `skewless`, passed by hand (from `skewless/ops`, `skewless/kernels` and `skewless/types`): a bundler keeps only what stands in them. */
export interface CoreOptions extends LoadOptions {
  readonly ops: readonly Op[]
  /** Operators of the default backend; not needed with a backend of another kind. */
  readonly kernels?: readonly Kernel[]
  /** Functions of models: `functions` of `skewless/kernels`. Models that call functions of their own are refused without it. */
  readonly functions?: InlineFunctions
  /** Types of inputs besides numbers, booleans and strings. */
  readonly types?: readonly InputType[]
}

/** `load` of `skewless` without its tables. */
export async function load(source: Source, given: CoreOptions): Promise<Model> {
  const {
    ops,
    kernels = [],
    functions,
    types = [],
    ...options
  } = checkOptions(given, 'ops', 'kernels', 'functions', 'types', ...loadOptions) as CoreOptions
  for (const [name, table] of Object.entries({ ops, kernels, types })) {
    if (!Array.isArray(table)) mismatch('ERR_ARGUMENT', `a list of ${name}`, quote(table))
  }
  if (functions !== undefined && typeof functions !== 'function') {
    mismatch('ERR_ARGUMENT', '`functions` of skewless/kernels', quote(functions))
  }
  const backend: Backend = options.backend ?? jsBackend(kernels, functions)
  return loadWith(source, { ops, types: [...scalarTypes, ...types], backend }, options)
}

export { BundleError, type ErrorCode, type Issue, type IssueCode } from './errors.js'
export type { LoadOptions, Model, Source }
