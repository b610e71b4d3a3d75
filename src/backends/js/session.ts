import { BundleError } from '../../errors.js'
import { defaultLimits, type Limits } from '../../limits.js'
import { readModel } from '../../onnx/read.js'
import type { Backend, Port, Session, Tensor, Value } from '../backend.js'
import { renew } from './budget.js'
import { checkFeeds } from './feeds.js'
import type { Kernel } from './kernel.js'
import { planModel, type Plan } from './plan.js'
import { planRows } from './row-scorer.js'
import { runSteps } from './steps.js'

export type { Bound, Kernel, Known, NodeContext } from './kernel.js'

/** The backend in plain TypeScript, with the operators of a table. Its sessions answer synchronously too. */
export function jsBackend(kernels: readonly Kernel[]): Backend {
  return {
    name: 'js',
    // Async so that what is wrong with the model rejects the promise.
    open: async (model, { at = 'model.onnx', limits = defaultLimits } = {}) => openSession(model, kernels, at, limits),
  }
}

function openSession(bytes: Uint8Array, kernels: readonly Kernel[], at: string, limits: Limits): Session {
  const model = readModel(bytes, at, limits)
  const { opsets } = model
  let plan: Plan | null = planModel(model, kernels, at, limits)
  const port = ({ name, type, dims, container }: Port): Port =>
    container === undefined ? { name, type, dims } : { name, type, dims, container }
  const runSync = (feeds: Readonly<Record<string, Value>>): Record<string, Value> => {
    if (plan === null) throw new BundleError('ERR_DISPOSED', 'the session is disposed', at)
    return execute(plan, feeds)
  }
  return {
    inputs: plan.inputs.map(port),
    outputs: plan.outputs.map(port),
    opsets,
    sparse: plan.sparse,
    run: async (feeds) => runSync(feeds),
    runSync,
    rowScorer: (width) => (plan === null ? null : planRows(plan, width, at)),
    dispose() {
      plan = null
    },
  }
}

function execute(plan: Plan, feeds: Readonly<Record<string, Value>>): Record<string, Value> {
  const { constants, steps, outputs, budget } = plan
  const values: (Value | null)[] = constants.slice()
  renew(budget)
  checkFeeds(plan.inputs, feeds, values, plan.sparse)
  runSteps(steps, values, budget)
  const answers = Object.create(null) as Record<string, Value>
  for (let i = 0; i < outputs.length; i++) {
    const { name, slot } = outputs[i]!
    answers[name] = own(values[slot]!, plan, values, i)
  }
  return answers
}

/** What two values may have in common. */
function partOf(value: Value): unknown {
  return 'data' in value ? value.data : value
}

/** The value with dims of its own, and elements or entries too where they belong to a feed, a constant or an earlier output. */
function own(value: Value, { owned, inputs, outputs }: Plan, values: readonly (Value | null)[], index: number): Value {
  const part = partOf(value)
  let shared = owned.has(part)
  for (let i = 0; i < inputs.length; i++) shared ||= partOf(values[inputs[i]!.slot]!) === part
  for (let i = 0; i < index; i++) shared ||= partOf(values[outputs[i]!.slot]!) === part
  if ('data' in value) {
    const { type, dims, data } = value
    return { type, dims: dims.slice(), data: shared ? data.slice() : data } as Tensor
  }
  if ('rows' in value) return value
  if ('size' in value) return shared ? new Map(value) : value
  // Only what makes maps makes new ones; a tensor may be in several sequences.
  return shared || value.some((item) => 'data' in item) ? value.map(copy) : value
}

function copy(value: Value): Value {
  if ('data' in value) return { ...value, dims: value.dims.slice(), data: value.data.slice() } as Tensor
  if ('rows' in value) return value
  return 'size' in value ? new Map(value) : value.map(copy)
}
