import type { Tensor, Value } from '../backend.js'
import { chargeInputs, type Budget } from './budget.js'
import type { Bound } from './kernel.js'
import { newRecycler, type Recycler } from './recycle.js'

/** One node of a plan: where its inputs, and what its graphs capture, are, and where its outputs go; -1 is nowhere. */
export interface Step {
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly run: Bound['run']
  readonly rows: Bound['rows']
  readonly runSparse: Bound['runSparse'] | undefined
  readonly at: string
  /** Slots that nothing needs after this step. */
  readonly release: readonly number[]
}

/** Runs the steps in order over the values in their slots. Only what they make is used again: each run of a graph has its own memory. */
export function runSteps(steps: readonly Step[], values: (Value | null)[], budget: Budget): void {
  const outer = budget.recycler
  const recycler = newRecycler()
  budget.recycler = recycler
  try {
    for (let s = 0; s < steps.length; s++) runStep(steps[s]!, values, budget, recycler)
  } finally {
    budget.recycler = outer
  }
}

function runStep(step: Step, values: (Value | null)[], budget: Budget, recycler: Recycler): void {
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
  for (let i = 0; i < step.release.length; i++) {
    const slot = step.release[i]!
    const value = values[slot]!
    values[slot] = null
    recycler.giveBack(value, values)
  }
}
