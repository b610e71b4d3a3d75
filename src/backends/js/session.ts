import { BundleError, mismatch, quote } from '../../errors.js'
import { defaultLimits, type Limits } from '../../limits.js'
import type { InlineFunctions } from '../../onnx/functions.js'
import type { OnnxModel } from '../../onnx/model.js'
import { readModel } from '../../onnx/read.js'
import type { BundleBackend, Port, Session, Tensor, Value } from '../backend.js'
import { defineBackend } from '../define-backend.js'
import { renew } from './budget.js'
import type { Kernel } from './kernel.js'
import { planModel, type Plan } from './plan.js'
import { planRows } from './row-scorer.js'
import { runSteps } from './steps.js'

export type { Bound, Kernel, Known, NodeContext } from './kernel.js'

/**
 * The backend in plain TypeScript, with the operators of a table, and functions of models where it is given what inlines them. Its
 * sessions answer synchronously too. They are for who feeds what they ask for, and keeps no answer: of feeds only the sizes are
 * checked, and answers may be parts of them. See `checked`.
 */
export function jsBackend(kernels: readonly Kernel[], functions: InlineFunctions | null = null): BundleBackend {
  return defineBackend({
    name: 'js',
    // Async so that what is wrong with the model rejects the promise.
    open: async (bytes, { at = 'model.onnx', limits = defaultLimits } = {}) =>
      openSession(readModel(bytes, at, limits, functions), kernels, at, limits),
  })
}

function openSession(model: OnnxModel, kernels: readonly Kernel[], at: string, limits: Limits): Session {
  const opened = planModel(model, kernels, at, limits)
  let plan: Plan | null = opened
  const port = ({ name, type, dims, container }: Port): Port =>
    container === undefined ? { name, type, dims } : { name, type, dims, container }
  const runSync = (feeds: Readonly<Record<string, Value>>): Record<string, Value> => {
    if (plan === null) throw new BundleError('ERR_DISPOSED', 'the session is disposed', at)
    return execute(plan, feeds)
  }
  return {
    inputs: opened.inputs.map(port),
    outputs: opened.outputs.map(port),
    opsets: model.opsets,
    sparse: opened.sparse,
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
