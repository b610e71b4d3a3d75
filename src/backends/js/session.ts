import { BundleError, mismatch, quote } from '../../errors.js'
import { defaultLimits, type Limits } from '../../limits.js'
import { readModel } from '../../onnx/read.js'
import type { Backend, Port, Session, Tensor, Value } from '../backend.js'
import { renew } from './budget.js'
import type { Kernel } from './kernel.js'
import { planModel, type Plan } from './plan.js'
import { planRows } from './row-scorer.js'
import { runSteps } from './steps.js'

export type { Bound, Kernel, Known, NodeContext } from './kernel.js'

/**
 * The backend in plain TypeScript, with the operators of a table. Its sessions answer synchronously too. They are for who feeds what
 * they ask for, and keeps no answer: of feeds only the sizes are checked, and answers may be parts of them. See `checked`.
 */
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

function execute(
  { constants, inputs, steps, outputs, budget }: Plan,
  feeds: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const values: (Value | null)[] = constants.slice()
  renew(budget)
  for (let i = 0; i < inputs.length; i++) {
    const { name, dims, slot } = inputs[i]!
    const feed = feeds[name]!
    if (dims !== null) checkDims(name, dims, (feed as Tensor).dims)
    values[slot] = feed
  }
  runSteps(steps, values, budget)
  const answers = Object.create(null) as Record<string, Value>
  for (let i = 0; i < outputs.length; i++) {
    const { name, slot } = outputs[i]!
    answers[name] = values[slot]!
  }
  return answers
}

/** -1 is any size. */
function checkDims(name: string, expected: readonly number[], dims: readonly number[]): void {
  let fits = dims.length === expected.length
  for (let i = 0; i < dims.length; i++) fits &&= expected[i] === -1 || expected[i] === dims[i]
  if (!fits) mismatch('ERR_TENSOR', `[${expected.join(', ')}] for input ${quote(name)}`, `[${dims.join(', ')}]`)
}
