import type { Backend } from './backends/backend.js'
import type { Kernel } from './backends/js/kernel.js'
import { BundleError, mismatch, quote } from './errors.js'
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
  /** Operators of the default backend, which comes with them; not needed for bundles without models, or with a backend of another kind. */
  readonly kernels?: readonly Kernel[]
  /** Functions of models: `functions` of `skewless/kernels`. Models that call functions of their own are refused without it. */
  readonly functions?: InlineFunctions
  /** Types of inputs besides numbers, booleans and strings. */
  readonly types?: readonly InputType[]
}

/** The default backend without kernels. */
const noKernels: Backend = {
  name: 'js',
  open: async (_, { at = '' } = {}) => {
    throw new BundleError('ERR_ONNX_UNSUPPORTED', 'expected kernels, or a backend, for a model', at)
  },
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
  const [kernel] = kernels
  if (kernel !== undefined && typeof Object(kernel).backend !== 'function') {
    mismatch('ERR_ARGUMENT', 'kernels of skewless/kernels', quote(kernel))
  }
  const backend = options.backend ?? kernel?.backend(kernels, functions) ?? noKernels
  return loadWith(source, { ops, types: [...scalarTypes, ...types], backend }, options)
}

export { BundleError, type ErrorCode, type Issue, type IssueCode } from './errors.js'
export type { LoadOptions, Model, Source }
