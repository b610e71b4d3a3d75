import { checkLimit, type Limits } from '../../limits.js'
import type { Value } from '../backend.js'
import type { Recycler } from './recycle.js'

/** Steps of work that one call may take, for each element that one tensor may have. */
const STEPS_PER_ELEMENT = 256

/** What one session has taken: while it opens, then anew in each call. Calls of a session never overlap, so they share it. */
export interface Budget {
  readonly limits: Limits
  opening: boolean
  steps: number
  elements: number
  nodes: number
  /** Of the graph that runs; null where none does. */
  recycler: Recycler | null
}

export function openBudget(limits: Limits): Budget {
  return { limits, opening: true, steps: 0, elements: 0, nodes: 0, recycler: null }
}

/** Begins a call. */
export function renew(budget: Budget): void {
  budget.opening = false
  budget.steps = 0
  budget.elements = 0
}

/** Counts steps; throws ERR_LIMIT when a call has taken too many. */
export function charge(budget: Budget, steps: number, at: string): void {
  budget.steps += steps
  checkLimit(budget.steps, budget.limits.elements * STEPS_PER_ELEMENT, 'steps of work in one call', at)
}

/** Elements of a tensor of these dims; throws ERR_LIMIT when a call makes too many, in one tensor or in all. */
export function countElements(budget: Budget, dims: readonly number[], at: string): number {
  let count = 1
  for (let i = 0; i < dims.length; i++) count *= dims[i]!
  budget.elements += count
  checkLimit(budget.elements, budget.limits.elements, 'elements made in one call', at)
  return count
}

/** Counts the elements that a node may have to look at; inputs that are left out are not there. */
export function chargeInputs(budget: Budget, inputs: readonly (Value | undefined)[], at: string): void {
  let elements = 1
  for (let i = 0; i < inputs.length; i++) elements += sizeOfValue(inputs[i])
  charge(budget, elements, at)
}

/** Elements, or entries of a map, in all. */
function sizeOfValue(value: Value | undefined): number {
  if (value === undefined) return 0
  if ('data' in value) return value.data.length
  if ('rows' in value) return value.rows.length
  if ('size' in value) return value.size
  let size = value.length
  for (const item of value) size += sizeOfValue(item)
  return size
}

export function chargeNodes(budget: Budget, count: number, at: string): void {
  budget.nodes += count
  checkLimit(budget.nodes, budget.limits.modelNodes, 'nodes in one model', at)
}
