import { checkLimit, type Limits } from '../../limits.js'
import type { Tensor } from '../backend.js'
import { MAX_RANK } from './dims.js'
import type { Bound, Dims, Known } from './kernel.js'

/** Dims that a tensor can have; of nodes that always fail rules may say others. */
const possible = (dims: Dims | null): Dims | null =>
  dims !== null && dims.length <= MAX_RANK && dims.every((size) => Number.isSafeInteger(size) && size >= -1)
    ? dims
    : null

const isWhole = (dims: Dims): boolean => dims.every((size) => size >= 0)

/** What is known of a node's results: of those that the kernel says nothing of, nothing. What must fail is refused where it is `sure` to run. */
export function inferDims(
  bound: Bound,
  inputs: readonly (Known | null)[],
  limits: Limits,
  at: string,
  sure: boolean,
): readonly (Dims | null)[] {
  if (bound.dims === undefined || inputs.some((input) => input !== null && input.dims === null)) return []
  try {
    // Rules do not see the last inputs where they are left out.
    const given = inputs.slice(0, inputs.findLastIndex((input) => input !== null) + 1)
    const made = bound.dims(given.map((input) => input?.dims as Dims)).map(possible)
    for (const dims of made) {
      if (dims !== null && isWhole(dims)) {
        checkLimit(
          dims.reduce((product, size) => product * size, 1),
          limits.elements,
          'elements made in one call',
          at,
        )
      }
    }
    return made
  } catch (error) {
    if (sure) throw error
    return []
  }
}

/** An input as who looks at its dims only sees it: known where they are. */
export function emptyOf(input: Known | null): Known | null {
  if (input === null || input.value !== null || input.dims === null || !isWhole(input.dims)) return input
  return { ...input, value: { type: input.type, dims: input.dims, data: [] } as unknown as Tensor }
}

/** The dims that a model states of a result, as far as they are known better. */
export function refine(stated: Dims | null, known: Dims | null): Dims | null {
  if (stated === null || known === null || stated.length !== known.length) return known ?? stated
  return known.map((size, i) => (size < 0 ? stated[i]! : size))
}
