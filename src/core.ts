import type { BundleBackend } from './backends/backend.js'
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
export interface CoreOptions extends Omit<LoadOptions, 'backend'> {
  readonly ops: readonly Op[]
  /** Operators of the default backend, which comes with them; not needed for bundles without models, or with a backend of another kind. */
  readonly kernels?: readonly Kernel[]
  /** Another inference engine: `ortWeb()`, `ortNode()`, or what `defineBackend` makes. */
  readonly backend?: BundleBackend
  /** Functions of models: `functions` of `skewless/kernels`. Models that call functions of their own are refused without it. */
  readonly functions?: InlineFunctions
  /** Types of inputs besides numbers, booleans and strings. */
  readonly types?: readonly InputType[]
}

function refuseModel(at: string): never {
  throw new BundleError('ERR_ONNX_UNSUPPORTED', 'expected kernels, or a backend, for a model', at)
}

/** The default backend without kernels: for bundles without models. */
const noKernels: BundleBackend = {
  name: 'js',
  open: async () => refuseModel(''),
  calls: {
    plan: ({ model }) => refuseModel(model),
    open: async () => ({ calls: new Map(), opsets: [], dispose: () => undefined }),
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
  const { backend = kernel?.backend(kernels, functions) ?? noKernels } = options
  if (typeof Object(backend).calls !== 'object') {
    mismatch('ERR_ARGUMENT', 'a backend such as ortNode(), or by defineBackend', quote(backend))
  }
  return loadWith(source, { ops, types: [...scalarTypes, ...types], backend }, options)
}

export { defineBackend } from './backends/define-backend.js'
export { BundleError, type ErrorCode, type Issue, type IssueCode } from './errors.js'
export type { Backend, BundleBackend } from './backends/backend.js'
export type { LoadOptions, Model, Source }
