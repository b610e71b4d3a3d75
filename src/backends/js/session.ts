import { BundleError } from '../../errors.js'
import { defaultLimits, type Limits } from '../../limits.js'
import { readModel } from '../../onnx/read.js'
import type { Backend, Session, SparseTensor, Tensor, Value } from '../backend.js'
import { chargeInputs, renew } from './budget.js'
import { checkFeeds } from './feeds.js'
import type { Computed, Kernel } from './kernel.js'
import { planModel, type Plan } from './plan.js'

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
  let plan: Plan | null = planModel(readModel(bytes, at, limits), kernels, at, limits)
  const port = ({ name, type, dims }: Plan['outputs'][number]): Session['outputs'][number] => ({ name, type, dims })
  const runSync = (feeds: Readonly<Record<string, Value>>): Record<string, Value> => {
    if (plan === null) throw new BundleError('ERR_DISPOSED', 'the session is disposed', at)
    return execute(plan, feeds)
  }
  return {
    inputs: plan.inputs.map(port),
    outputs: plan.outputs.map(port),
    sparse: plan.sparse,
    run: async (feeds) => runSync(feeds),
    runSync,
    dispose() {
      plan = null
    },
  }
}

function execute(plan: Plan, feeds: Readonly<Record<string, Value>>): Record<string, Value> {
  const { constants, steps, outputs, budget } = plan
  const values: (Computed | SparseTensor | null)[] = constants.slice()
  renew(budget)
  checkFeeds(plan.inputs, feeds, values, plan.sparse)
  for (let s = 0; s < steps.length; s++) {
    const step = steps[s]!
    const first = values[step.inputs[0]!] ?? null
    const sparse = first !== null && 'rows' in first ? first : null
    const inputs: Tensor[] = []
    for (let i = sparse === null ? 0 : 1; i < step.inputs.length; i++) inputs.push(values[step.inputs[i]!] as Tensor)
    chargeInputs(budget, inputs, step.at)
    const results = sparse === null ? step.run(inputs) : step.runSparse!(sparse, inputs)
    for (let i = 0; i < step.outputs.length; i++) {
      const slot = step.outputs[i]!
      if (slot >= 0) values[slot] = results[i]!
    }
    for (let i = 0; i < step.release.length; i++) values[step.release[i]!] = null
  }
  const answers = Object.create(null) as Record<string, Value>
  for (let i = 0; i < outputs.length; i++) {
    const { name, slot } = outputs[i]!
    answers[name] = own(values[slot] as Computed, plan, values, i)
  }
  return answers
}

function dataOf(value: Computed | SparseTensor): Tensor['data'] | null {
  return 'data' in value ? value.data : null
}

/** Maps as they are; the tensor with dims of its own, and elements too where they belong to a feed, a constant or an earlier output. */
function own(
  value: Computed,
  { owned, inputs, outputs }: Plan,
  values: readonly (Computed | SparseTensor | null)[],
  index: number,
): Value {
  if (!('type' in value)) return value
  const { type, dims, data } = value
  let shared = owned.has(data)
  for (let i = 0; i < inputs.length; i++) shared ||= dataOf(values[inputs[i]!.slot]!) === data
  for (let i = 0; i < index; i++) shared ||= dataOf(values[outputs[i]!.slot]!) === data
  return { type, dims: dims.slice(), data: shared ? data.slice() : data } as Tensor
}
