import type { Backend, Tensor, Value } from '../src/backends/backend.js'
import { checked } from '../src/backends/js/checked.js'
import type { Dims, Kernel } from '../src/backends/js/kernel.js'
import { allKernels } from '../src/backends/js/kernels/index.js'
import { jsBackend } from '../src/backends/js/session.js'
import { inlineFunctions } from '../src/onnx/functions.js'

type Rule = (inputs: readonly Dims[]) => readonly (Dims | null)[]

/** The dims as they are, with each size not known in turn, and with none known. */
function* partly(dims: readonly Dims[]): Generator<readonly Dims[]> {
  yield dims
  yield dims.map((own) => own?.map(() => -1))
  for (let i = 0; i < dims.length; i++) {
    for (let axis = 0; axis < (dims[i]?.length ?? 0); axis++) {
      yield dims.map((own, j) => (i === j ? own.map((size, d) => (d === axis ? -1 : size)) : own))
    }
  }
}

function check(label: string, rule: Rule, inputs: readonly (Tensor | undefined)[], results: readonly Value[]): void {
  for (const dims of partly(inputs.map((input) => input?.dims as Dims))) {
    rule(dims).forEach((known, i) => {
      if (known === null || i >= results.length) return
      const made = (results[i] as Tensor).dims
      const fits = known.length === made.length && known.every((size, d) => size === -1 || size === made[d])
      if (!fits)
        throw new Error(`${label}: [${dims.join('], [')}] was said to give [${known.join()}], not [${made.join()}]`)
    })
  }
}

/** A kernel that fails where what it says of the dims of its results is not so. */
function observed(kernel: Kernel): Kernel {
  return {
    ...kernel,
    bind(node) {
      const bound = kernel.bind(node)
      const { dims } = bound
      if (dims === undefined) return bound
      return {
        ...bound,
        run(inputs) {
          const results = bound.run(inputs)
          const own = inputs.slice(0, node.inputs.length)
          check(kernel.name, dims, own, results)
          if (own.length === 1) return results
          // What may be constant beside the first input says more where it is.
          const known = node.inputs.map((input, i) => (i > 0 && input !== null ? { ...input, value: own[i]! } : input))
          check(kernel.name, kernel.bind({ ...node, inputs: known }).dims!, own, results)
          return results
        },
      }
    },
  }
}

/** The backend `js` with kernels that are observed. */
export const observedJs: Backend = checked(jsBackend(allKernels.map(observed), inlineFunctions))
